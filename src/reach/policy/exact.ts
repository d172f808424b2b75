import { contains, parseCidr } from '../../base/cidr.ts';
import { getAt, isList, isObject, listOf, objectOf } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import { isPlaceholder } from '../../reference/world.ts';
import type { Selector } from '../../resource/selector.ts';
import { isOneOfCopies } from '../service/behind.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Peer, Policy } from './policy.ts';

/**
 * Whether a policy says exactly what the cluster will be told: no text that is filled in or changed later, and nothing
 * that the API server rejects and `readPolicy` therefore leaves out.
 */
export function isExact(graph: Graph, policy: Policy): boolean {
  const known = graph.memo('exact policies', () => new Map<Policy, boolean>());
  let exact = known.get(policy);
  if (exact === undefined) {
    exact = decide(graph, policy);
    known.set(policy, exact);
  }
  return exact;
}

function decide(graph: Graph, policy: Policy): boolean {
  const { resource, subject, ingress, egress } = policy;
  if (resource.unrendered !== undefined || isOneOfCopies(graph, resource)) return false;
  if (holdsPlaceholder(resource.value.spec)) return false;
  const read = (at: Path, selector: Selector | undefined): boolean =>
    isWhollyRead(getAt(resource.value, at), selector);
  return (
    read(['spec', 'podSelector'], subject) &&
    [...ingress, ...egress].every(({ peers }) =>
      peers.every(
        ({ path, pods, namespaces, block }) =>
          read([...path, 'podSelector'], pods) &&
          read([...path, 'namespaceSelector'], namespaces) &&
          (block === undefined
            ? pods !== undefined || namespaces !== undefined
            : pods === undefined && namespaces === undefined && isBlock(block)),
      ),
    )
  );
}

function isWhollyRead(value: JsonValue | undefined, selector: Selector | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (!isObject(value) || selector === undefined) return false;
  const written = Object.keys(objectOf(value.matchLabels)).length + listOf(value.matchExpressions).length;
  return (
    written === selector.requirements.length &&
    selector.requirements.every(
      ({ operator, values }) => values.length > 0 === (operator === 'In' || operator === 'NotIn'),
    )
  );
}

function holdsPlaceholder(value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return isPlaceholder(value);
  if (isList(value)) return value.some(holdsPlaceholder);
  return (
    isObject(value) &&
    Object.entries(value).some(([key, entry]) => isPlaceholder(key) || holdsPlaceholder(entry))
  );
}

/** An exception must be a smaller part of its cidr (k/k ValidateIPBlock). */
function isBlock({ cidr, except }: NonNullable<Peer['block']>): boolean {
  const whole = parseCidr(cidr)?.cidr;
  if (whole === undefined) return false;
  return except.every((text) => {
    const part = parseCidr(text)?.cidr;
    return part !== undefined && part.bits > whole.bits && contains(whole, part);
  });
}
