import type { Path } from '../base/json.ts';
import type { Part } from '../document/document.ts';
import type { Resource } from '../resource/resource.ts';
import type { Identity, Place } from './diagnostic.ts';

export function placeOf(resource: Resource, path: Path, part: Part): Place {
  return {
    file: resource.manifest.file,
    manifest: resource.manifest,
    path: [...resource.base, ...path],
    part,
  };
}

export function identityOf(resource: Resource): Identity {
  return {
    apiVersion: resource.apiVersion,
    kind: resource.kind,
    ...(resource.namespace === '' ? {} : { namespace: resource.namespace }),
    name: resource.name,
  };
}
