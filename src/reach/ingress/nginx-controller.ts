import { objectOf, stringOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import { isPlaceholder } from '../../reference/world.ts';
import type { Pod } from '../../resource/pod.ts';
import type { Resource } from '../../resource/resource.ts';
import { podsRunning } from '../peer/caller.ts';
import { serviceType, specOf } from '../service/service.ts';
import { classOf, writtenClass } from './class.ts';
import { optionsOf } from './options.ts';
import type { Options } from './options.ts';
import { programCalled } from './program.ts';

/** An installation of ingress-nginx that the manifests show. */
export interface NginxController {
  readonly pod: Pod;
  readonly options: Options;
  /** Minor version 1.x of its image; undefined where the tag does not say. */
  readonly minor: number | undefined;
}

/** Empty where somebody else installs it: then nobody here knows its options. */
export function nginxControllers(graph: Graph): readonly NginxController[] {
  const image = programCalled('ingress-nginx')?.image;
  if (image === undefined) return [];
  return graph.memo('ingress-nginx controllers', () =>
    podsRunning(graph, image)
      .filter(({ owner }) => owner.unrendered === undefined)
      .map((pod) => ({ pod, options: optionsOf(pod), minor: minorOf(pod) })),
  );
}

/**
 * Those that may serve an Ingress: `--controller-class` must be the controller of its class, or where that is not here,
 * `--ingress-class` its name (kubernetes/ingress-nginx docs/user-guide/cli-arguments.md).
 */
export function controllersFor(graph: Graph, ingress: Resource): readonly NginxController[] {
  const written = writtenClass(graph, ingress);
  return nginxControllers(graph).filter(({ options }) =>
    written === undefined
      ? (options.get('ingress-class') ?? 'nginx') === (classOf(ingress) ?? 'nginx')
      : (options.get('controller-class') ?? 'k8s.io/ingress-nginx') === specOf(written).controller,
  );
}

function minorOf({ containers }: Pod): number | undefined {
  for (const { value } of containers) {
    const [, minor] = /:v?1\.(\d+)\./.exec(stringOf(value.image) ?? '') ?? [];
    if (minor !== undefined) return Number(minor);
  }
  return undefined;
}

/** The ConfigMap that an option such as `--configmap=$(POD_NAMESPACE)/name` names, if it is in the input. */
export function configMapOf(
  graph: Graph,
  { pod, options }: NginxController,
  option: string,
): Resource | undefined {
  const [namespace = '', name = ''] = (options.get(option) ?? '').split('/');
  return graph.find('ConfigMap', isPlaceholder(namespace) ? pod.owner.namespace : namespace, name);
}

/** The settings of a controller; undefined where it names a ConfigMap that is not in the input. */
export function settingsOf(
  graph: Graph,
  controller: NginxController,
): { readonly of: Resource; readonly get: (key: string) => string | undefined } | undefined {
  if (!controller.options.has('configmap')) return { of: controller.pod.owner, get: () => undefined };
  const map = configMapOf(graph, controller, 'configmap');
  if (map === undefined || map.unrendered !== undefined) return undefined;
  return { of: map, get: (key) => stringOf(objectOf(map.value.data)[key]) };
}

/** The Services that requests from outside come through to a controller. */
export function frontsOf(graph: Graph, { pod }: NginxController): readonly Resource[] {
  return graph.servicesOf(pod).filter((one) => ['LoadBalancer', 'NodePort'].includes(serviceType(one)));
}
