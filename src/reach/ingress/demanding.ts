import { listOf, objectOf, stringOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import { isDelivery } from '../../reference/makers.ts';
import type { Resource } from '../../resource/resource.ts';
import { specOf } from '../service/service.ts';
import { INGRESS_CLASS, isDefaultClass } from './ingress-class.ts';

/** A controller that leaves an Ingress without a class alone. */
interface Demanding {
  readonly controllers: RegExp;
  /** An argument, a variable or a setting, as `name=value`, by which it may be told otherwise. */
  readonly unless?: RegExp;
}

/**
 * Traefik, Contour, GCE and OpenShift serve an Ingress without a class, and haproxytech's controller does unless it has one
 * of its own. Sources: kubernetes/ingress-nginx internal/ingress/controller/store/store.go GetIngressClass;
 * nginx/kubernetes-ingress internal/k8s/controller.go HasCorrectIngressClass; jcmoraisjr/haproxy-ingress
 * pkg/controller/services/cache.go IsValidIngress; Azure/application-gateway-kubernetes-ingress pkg/k8scontext/context.go
 * IsIngressClass; Kong/kubernetes-ingress-controller internal/controllers/utils/ingress_predicates.go MatchesIngressClass;
 * istio/istio pilot/pkg/config/kube/ingress shouldProcessIngressWithClass, pkg/config/mesh/mesh.go (STRICT);
 * kubernetes-sigs/aws-load-balancer-controller pkg/ingress/group_loader.go classifyIngress.
 */
const DEMANDING: readonly Demanding[] = [
  { controllers: /^k8s\.io\/ingress-nginx$/, unless: /watch-ingress-without-class/ },
  { controllers: /^nginx\.org\/ingress-controller$/ },
  { controllers: /^haproxy-ingress\.github\.io\/controller(?:\/|$)/, unless: /watch-ingress-without-class/ },
  { controllers: /^azure\/application-gateway$/, unless: /^INGRESS_CLASS_RESOURCE_DEFAULT=/ },
  { controllers: /^ingress-controllers\.konghq\.com\/kong$/, unless: /process-classless|PROCESS_CLASSLESS/ },
  { controllers: /^istio\.io\/ingress-controller$/, unless: /ingressControllerMode/ },
  { controllers: /^ingress\.k8s\.aws\/alb$/, unless: /^--?ingress-class(?:=|$)/ },
];

/** The classes of the input, if none of their controllers serves an Ingress that names no class; else none. */
export function demandingClasses(graph: Graph): readonly Resource[] {
  return graph.memo('classes that must be named', () => findDemanding(graph));
}

function findDemanding(graph: Graph): readonly Resource[] {
  const classes = graph.all(INGRESS_CLASS);
  if (classes.some((one) => isDefaultClass(one) || one.unrendered !== undefined)) return [];
  const found = classes.map((one) => {
    const controller = stringOf(specOf(one).controller) ?? '';
    return DEMANDING.find(({ controllers }) => controllers.test(controller));
  });
  if (found.includes(undefined) || graph.resources.some(isDelivery)) return [];
  const exceptions = found.flatMap((one) => one?.unless ?? []);
  return exceptions.length > 0 && settings(graph).some((text) => exceptions.some((one) => one.test(text)))
    ? []
    : classes;
}

/** Arguments, and variables and settings as `name=value`. */
function settings(graph: Graph): readonly string[] {
  const told: string[] = [];
  for (const { containers } of graph.pods())
    for (const { value } of containers) {
      for (const word of [...listOf(value.args), ...listOf(value.command)])
        if (typeof word === 'string') told.push(word);
      for (const entry of listOf(value.env)) {
        const { name, value: text } = objectOf(entry);
        told.push(`${stringOf(name) ?? ''}=${stringOf(text) ?? ''}`);
      }
    }
  for (const map of graph.all('ConfigMap'))
    for (const [key, text] of Object.entries(objectOf(map.value.data)))
      told.push(`${key}=${stringOf(text) ?? ''}`);
  for (const operator of graph.all('install.istio.io/IstioOperator'))
    told.push(...Object.keys(objectOf(specOf(operator).meshConfig)));
  return told;
}
