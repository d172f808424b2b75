import { getAt, objectOf, stringOf } from '../../base/json.ts';
import { parseYaml } from '../../document/parse.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';

/** The file that the chart mounts for `--config-path`. */
const FILE = 'envoy-gateway.yaml';

/**
 * Where Envoy Gateway runs the proxies of a Gateway: in its own namespace, or with `provider.kubernetes.deploy.type:
 * GatewayNamespace` in that of the Gateway. Undefined where its configuration is not in the input, or several differ.
 * Source: envoyproxy/gateway api/v1alpha1/envoygateway_types.go KubernetesDeployMode, charts/gateway-helm
 * templates/envoy-gateway-config.yaml.
 */
export function envoyHome(graph: Graph, gateway: Resource): string | undefined {
  const modes = graph.memo('where Envoy Gateway runs proxies', () => graph.all('ConfigMap').flatMap(modeOf));
  const homes = new Set(modes.map(({ beside, namespace }) => (beside ? gateway.namespace : namespace)));
  const [home] = homes;
  return homes.size === 1 ? home : undefined;
}

function modeOf(map: Resource): readonly { readonly beside: boolean; readonly namespace: string }[] {
  const text = stringOf(objectOf(map.value.data)[FILE]);
  if (text === undefined || map.unrendered !== undefined) return [];
  const value = parseYaml(text)?.value;
  if (getAt(value, ['kind']) !== 'EnvoyGateway') return [];
  const type = getAt(value, ['provider', 'kubernetes', 'deploy', 'type']);
  return [{ beside: type === 'GatewayNamespace', namespace: map.namespace }];
}
