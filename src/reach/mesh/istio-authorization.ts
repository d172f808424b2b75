import { listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Match } from '../../resource/selector.ts';
import type { Caller } from '../peer/caller.ts';
import { specOf } from '../service/service.ts';
import { scopedTo } from './istio-scope.ts';
import type { Scoped } from './istio-scope.ts';
import { globMatches, podOf, undecidedBy } from './request.ts';
import type { MeshRequest, Undecided } from './request.ts';

/**
 * What AuthorizationPolicies leave open. A request is denied if a rule of DENY matches it, or if policies of ALLOW are for the
 * pods and none of their rules does; a policy without rules matches nothing. Paths, identities and conditions are not read, so that
 * a rule may match where nothing says that it does not. Source: istio/api security/v1beta1/authorization_policy.proto.
 */
export function byAuthorization(graph: Graph, request: MeshRequest): Undecided | undefined {
  const pod = podOf(request.landing);
  if (pod === undefined) return undefined;
  const all = scopedTo(graph, 'security.istio.io/AuthorizationPolicy', pod, request.via).filter(
    ({ resource }) => resource.annotations['istio.io/dry-run'] !== 'true',
  );
  const refusing = all.find(
    ({ resource }) =>
      (actionOf(resource) === 'DENY' || actionOf(resource) === 'CUSTOM') &&
      matchOf(resource, request) !== 'no',
  );
  if (refusing !== undefined)
    return undecidedBy(
      refusing.resource,
      actionOf(refusing.resource) === 'DENY' ? 'may deny it' : 'asks somebody else, who may deny it',
    );
  return notAllowed(
    all.filter(({ resource }) => actionOf(resource) === 'ALLOW'),
    request,
  );
}

function notAllowed(allowing: readonly Scoped[], request: MeshRequest): Undecided | undefined {
  const [first, another] = allowing;
  if (first === undefined) return undefined;
  const certain = allowing.some(
    ({ resource, applies }) =>
      (applies === 'yes' || another === undefined) && matchOf(resource, request) === 'yes',
  );
  if (certain) return undefined;
  const near = allowing.find(({ resource }) => matchOf(resource, request) !== 'no');
  return near === undefined
    ? undecidedBy(
        first.resource,
        listOf(specOf(first.resource).rules).length === 0
          ? 'allows nothing to them'
          : 'has no rule that allows it',
      )
    : undecidedBy(near.resource, 'allows only what its rules match, which are not read');
}

function actionOf(resource: Resource): string {
  return stringOf(specOf(resource).action) ?? 'ALLOW';
}

function matchOf(resource: Resource, request: MeshRequest): Match {
  return any(listOf(specOf(resource).rules).map((rule) => ruleMatches(objectOf(rule), request)));
}

function ruleMatches(rule: JsonObject, request: MeshRequest): Match {
  const from = listOf(rule.from).map((one) => sourceMatches(objectOf(objectOf(one).source), request.caller));
  const to = listOf(rule.to).map((one) =>
    operationMatches(objectOf(objectOf(one).operation), request.landing.port),
  );
  return every([
    from.length === 0 ? 'yes' : any(from),
    to.length === 0 ? 'yes' : any(to),
    listOf(rule.when).length === 0 ? 'yes' : 'maybe',
  ]);
}

/** Whom a certificate names is told only where both ends speak the TLS of the mesh, so at best it is a maybe. */
function sourceMatches(source: JsonObject, { end }: Caller): Match {
  const namespace = 'pod' in end ? end.pod.namespace : undefined;
  const missed =
    namespace !== undefined &&
    (misses(source.namespaces, (pattern) => globMatches(pattern, namespace)) ||
      misses(source.principals, (pattern) => mayBeOf(pattern, namespace)));
  if (missed) return 'no';
  return Object.keys(source).length === 0 ? 'yes' : 'maybe';
}

/** `cluster.local/ns/shop/sa/web`; with stars it may be anybody. */
function mayBeOf(principal: string, namespace: string): boolean {
  if (principal.includes('*')) return true;
  const [, ns, name] = principal.split('/');
  return ns !== 'ns' || name === namespace;
}

function operationMatches(operation: JsonObject, port: number): Match {
  const { ports, ...others } = operation;
  if (misses(ports, (one) => globMatches(one, String(port)))) return 'no';
  return Object.keys(others).length === 0 ? 'yes' : 'maybe';
}

/** Whether a list says something, and nothing of it is this. */
function misses(value: JsonValue | undefined, matches: (entry: string) => boolean): boolean {
  const entries = listOf(value).map((one) => (typeof one === 'number' ? String(one) : stringOf(one)));
  return entries.length > 0 && !entries.some((one) => one !== undefined && matches(one));
}

function any(all: readonly Match[]): Match {
  if (all.includes('yes')) return 'yes';
  return all.includes('maybe') ? 'maybe' : 'no';
}

function every(all: readonly Match[]): Match {
  if (all.includes('no')) return 'no';
  return all.includes('maybe') ? 'maybe' : 'yes';
}
