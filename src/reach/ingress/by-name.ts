import { listOf, objectOf, stringOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import { isPlaceholder } from '../../reference/world.ts';
import type { Pod } from '../../resource/pod.ts';
import { podsRunning } from '../peer/caller.ts';
import { optionsOf } from './options.ts';

/** A controller that compares the name of a class with its own, and needs no IngressClass of that name. */
interface ByName {
  readonly image: RegExp;
  /** Unless it is told another. */
  readonly standard: string;
  /** Of its command line; a list of names. */
  readonly flag?: string;
  readonly variable?: string;
}

/**
 * Sources: projectcontour/contour internal/ingressclass/ingressclass.go MatchesIngress, cmd/contour/serve.go;
 * Kong/kubernetes-ingress-controller internal/controllers/utils/ingress_predicates.go MatchesIngressClass; cilium/cilium
 * operator/pkg/ingress isCiliumManagedIngress. The NGINX Ingress Controller compares names, too, but does not start without
 * the IngressClass (nginx/kubernetes-ingress cmd/nginx-ingress/main.go mustValidateIngressClass).
 */
const BY_NAME: readonly ByName[] = [
  { image: /(?:^|\/)contour$/, standard: 'contour', flag: 'ingress-class-name' },
  {
    image: /(?:^|\/)kong\/kubernetes-ingress-controller$/,
    standard: 'kong',
    flag: 'ingress-class',
    variable: 'CONTROLLER_INGRESS_CLASS',
  },
  { image: /(?:^|\/)cilium\/operator(?:-\w+)?$/, standard: 'cilium' },
];

/** Names of classes that count without an object, whether their controllers are in the input or installed elsewhere. */
export function classesByName(graph: Graph): ReadonlySet<string> {
  return graph.memo('classes by name', () => {
    const names = BY_NAME.flatMap(({ image, standard, flag, variable }) => {
      const told = podsRunning(graph, image).flatMap((pod) => [
        ...(flag === undefined ? [] : (optionsOf(pod).get(flag) ?? '').split(',')),
        ...(variable === undefined ? [] : [variableOf(pod, variable)]),
      ]);
      const own = told.filter((name) => name !== '' && !isPlaceholder(name));
      return own.length > 0 ? own : [standard];
    });
    return new Set(names);
  });
}

function variableOf({ containers }: Pod, name: string): string {
  for (const { value } of containers)
    for (const entry of listOf(value.env)) {
      const variable = objectOf(entry);
      if (variable.name === name) return stringOf(variable.value) ?? '';
    }
  return '';
}
