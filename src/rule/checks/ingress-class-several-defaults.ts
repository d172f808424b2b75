import {
  DEFAULT_CLASS_ANNOTATION,
  INGRESS_CLASS,
  isDefaultClass,
} from '../../reach/ingress/ingress-class.ts';
import { folderOf } from '../../resource/kustomize.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A second IngressClass of one folder claims to be the default. Folders may be clusters. */
export const check: Check = function* (resource, { graph }) {
  if (!isDefaultClass(resource) || resource.unrendered !== undefined) return;
  const defaults = graph.memo('default classes by folder', () => {
    const byFolder = new Map<string, (typeof resource)[]>();
    for (const one of graph.all(INGRESS_CLASS)) {
      if (!isDefaultClass(one) || one.unrendered !== undefined) continue;
      const folder = folderOf(one.manifest.file);
      byFolder.set(folder, [...(byFolder.get(folder) ?? []), one]);
    }
    return byFolder;
  });
  const others = (defaults.get(folderOf(resource.manifest.file)) ?? []).filter(
    (one) => one.name !== resource.name,
  );
  const [first] = others;
  // One finding says it: at the class that comes last by name.
  if (first === undefined || others.some((one) => one.name > resource.name)) return;
  yield {
    at: ['metadata', 'annotations', DEFAULT_CLASS_ANNOTATION],
    message: `${nameOf(resource)} and ${nameOf(first)} are both the default class; an Ingress without a class gets the newer one.`,
    related: others.slice(0, 5).map((one) => ({
      resource: one,
      at: ['metadata', 'annotations', DEFAULT_CLASS_ANNOTATION],
      message: `${nameOf(one)} is a default too`,
    })),
  };
};
