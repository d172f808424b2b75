import { listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject, Path } from '../../base/json.ts';
import { attachmentsOf } from '../../reach/gateway/attachment.ts';
import { isOfEnvoyGateway } from '../../reach/peer/gateway-proxy.ts';
import { specOf } from '../../reach/service/service.ts';
import type { Graph } from '../../reference/graph.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { whyNoExpression } from '../../regex/no-expression.ts';
import { readRe2 } from '../../regex/re2.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/**
 * A match by a regular expression that nobody reads, or not the implementation that serves the route. Sources: gateway-api
 * apis/v1/httproute_types.go PathMatchRegularExpression; envoyproxy/gateway internal/utils/regex/regex.go Validate.
 */
export const check: Check = function* (route, { graph }) {
  if (route.unrendered !== undefined) return;
  const ofEnvoy = isOfEnvoy(graph, route);
  for (const { text, at, what } of expressions(route)) {
    if (isPlaceholder(text)) continue;
    const why = whyNoExpression(text);
    const reading = why === undefined && ofEnvoy ? readRe2(text) : undefined;
    if (why === undefined && reading?.is !== 'refused') continue;
    yield {
      at,
      message:
        why === undefined
          ? `${nameOf(route)} matches ${what} by ${text}, of which RE2 does not read ${reading?.is === 'refused' ? reading.at : ''}, and Envoy Gateway takes no other expressions; the rule gets no requests.`
          : `${nameOf(route)} matches ${what} by ${text}, which is no regular expression in any dialect (${why}); the rule gets no requests.`,
    };
  }
};

function isOfEnvoy(graph: Graph, route: Resource): boolean {
  const gateways = attachmentsOf(graph, route).flatMap(({ outcome, listeners }) =>
    outcome === 'accepted' ? listeners.map(({ listener }) => listener.gateway) : [],
  );
  return gateways.length > 0 && gateways.every((gateway) => isOfEnvoyGateway(graph, gateway));
}

interface Expression {
  readonly text: string;
  readonly at: Path;
  /** `the path`, `the header version`. */
  readonly what: string;
}

function* expressions(route: Resource): Iterable<Expression> {
  for (const [index, rule] of listOf(specOf(route).rules).entries())
    for (const [i, value] of listOf(objectOf(rule).matches).entries()) {
      const match = objectOf(value);
      const at: Path = ['spec', 'rules', index, 'matches', i];
      yield* one(objectOf(match.path), 'value', [...at, 'path'], 'the path');
      if (route.kind === 'GRPCRoute')
        for (const field of ['service', 'method'])
          yield* one(objectOf(match.method), field, [...at, 'method'], `the ${field}`);
      for (const [field, what] of [
        ['headers', 'the header'],
        ['queryParams', 'the query parameter'],
      ] as const)
        for (const [place, entry] of listOf(match[field]).entries()) {
          const { name } = objectOf(entry);
          yield* one(objectOf(entry), 'value', [...at, field, place], `${what} ${stringOf(name) ?? '?'}`);
        }
    }
}

function* one(holder: JsonObject, field: string, at: Path, what: string): Iterable<Expression> {
  const text = stringOf(holder[field]);
  if (holder.type === 'RegularExpression' && text !== undefined) yield { text, at: [...at, field], what };
}
