import { isObject } from '../base/json.ts';
import type { Graph } from '../reference/graph.ts';
import { groupOf } from '../resource/kinds.ts';
import type { Resource } from '../resource/resource.ts';
import { isKnownKind } from '../schema/custom/known.ts';
import { kindCalled } from '../schema/kinds.ts';
import { definitionsIn } from './definitions.ts';

/**
 * Whether an object of this kind is for an API server for certain. Many programs write `apiVersion` and `kind` into files of their
 * own, which no API server ever sees: kubeadm, kind, skaffold, the configuration of an operator.
 */
export function isServed(graph: Graph, { apiVersion, kind, value, namespaceWritten }: Resource): boolean {
  if (kindCalled(apiVersion, kind) !== undefined) return true;
  if (isKnownKind(apiVersion, kind)) return true;
  const group = groupOf(apiVersion);
  // Tools with a group in common with custom resources, or with types for which a definition was generated, have no metadata to write.
  if (!isObject(value.metadata) || FILES.has(`${group}/${kind}`)) return false;
  if (definitionsIn(graph).has(`${apiVersion}/${kind}`)) return true;
  if (GROUPS.has(group) || group.endsWith('.toolkit.fluxcd.io')) return true;
  // Only what is applied is put into a namespace.
  return namespaceWritten && /^[a-z0-9-]+(?:\.[a-z0-9-]+)+\/v\d+(?:(?:alpha|beta)\d+)?$/.test(apiVersion);
}

/** What has a name and is read from a file all the same: a plug-in's settings (argo-cd cmpserver/plugin/config.go ReadPluginConfig). */
const FILES: ReadonlySet<string> = new Set(['argoproj.io/ConfigManagementPlugin']);

/** Groups whose kinds with metadata are custom resources, but for those of FILES. */
const GROUPS: ReadonlySet<string> = new Set([
  'acme.cert-manager.io',
  'argoproj.io',
  'cert-manager.io',
  'cilium.io',
  'external-secrets.io',
  'gateway.networking.k8s.io',
  'gateway.networking.x-k8s.io',
  'generators.external-secrets.io',
  'keda.sh',
  'monitoring.coreos.com',
  'networking.istio.io',
  'policy.networking.k8s.io',
  'security.istio.io',
  'snapshot.storage.k8s.io',
  'telemetry.istio.io',
  'traefik.io',
]);
