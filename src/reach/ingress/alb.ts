import { isObject, listOf, objectOf, parseJson, stringOf } from '../../base/json.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Match } from '../../resource/selector.ts';
import type { Condition, RouteAnswer, RouteTarget } from '../route/entry.ts';
import { matchesGlob } from '../route/glob.ts';
import { ACTION_PREFIX, ALB_PREFIX } from './ingress.ts';

const CONDITION_PREFIX = `${ALB_PREFIX}conditions.`;

/**
 * What an action of the AWS Load Balancer Controller does with requests (AL1). Source:
 * kubernetes-sigs/aws-load-balancer-controller docs/guide/ingress/annotations.md, "actions"; pkg/ingress/config_types.go.
 */
export function albAction(ingress: Resource, name: string): RouteAnswer {
  const key = ACTION_PREFIX + name;
  const at = ['metadata', 'annotations', key];
  const text = ingress.annotations[key];
  if (text === undefined) return { does: 'fail', says: `get no answer: there is no annotation ${key}`, at };
  const action = parseJson(text);
  if (!isObject(action)) return { does: 'fail', says: `get no answer: the action ${name} is not JSON`, at };
  const redirect = field(action, 'redirectConfig');
  if (isObject(redirect)) return { does: 'redirect', redirect: redirectOf(redirect), at };
  const fixed = field(action, 'fixedResponseConfig');
  if (isObject(fixed)) {
    const status = stringOf(field(fixed, 'statusCode')) ?? '?';
    return status.startsWith('4') || status.startsWith('5')
      ? { does: 'fail', says: `get ${status} from the load balancer itself`, at }
      : { does: 'answer', says: `${status} from the load balancer itself`, at };
  }
  return { does: 'forward', targets: targetsOf(ingress, action, at) };
}

/** `#{host}` and the like stand for what the request has. */
function redirectOf(config: JsonObject): Extract<RouteAnswer, { does: 'redirect' }>['redirect'] {
  const own = (name: string): string | undefined => {
    const value = stringOf(field(config, name));
    return value === undefined || /#\{\w+\}/.test(value) ? undefined : value;
  };
  const scheme = own('protocol')?.toLowerCase();
  const path = stringOf(field(config, 'path'));
  const kept = path === undefined || path === '/#{path}';
  return {
    scheme: scheme === 'http' || scheme === 'https' ? scheme : undefined,
    host: own('host')?.toLowerCase(),
    port: own('port') === undefined ? undefined : Number(own('port')),
    path: kept || path.includes('#{') ? undefined : { replaces: 'all', by: path },
    status: stringOf(field(config, 'statusCode')) === 'HTTP_302' ? 302 : 301,
    ...(kept || !path.includes('#{') ? {} : { text: path }),
  };
}

function targetsOf(ingress: Resource, action: JsonObject, at: RouteTarget['at']): readonly RouteTarget[] {
  const groups = listOf(field(objectOf(field(action, 'forwardConfig')), 'targetGroups')).map(objectOf);
  const all = groups.length > 0 ? groups : [action];
  const weights = all.map((group) => Number(field(group, 'weight') ?? 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return all.map((group, index): RouteTarget => {
    const service = stringOf(field(group, 'serviceName'));
    const port = field(group, 'servicePort');
    const number = typeof port === 'string' && /^\d+$/.test(port) ? Number(port) : port;
    return {
      at,
      source: ingress,
      kind: service === undefined ? 'other' : 'Service',
      namespace: ingress.namespace,
      name: service ?? stringOf(field(group, 'targetGroupARN')) ?? 'a target group',
      port: typeof number === 'number' || typeof number === 'string' ? number : undefined,
      weight: total === 0 ? 0 : (weights[index] ?? 0) / total,
    };
  });
}

/** A redirect that would come back to itself is left out by the controller (pkg/ingress/rule_optimizer.go). */
export function withoutCircle(answer: RouteAnswer): readonly Condition[] {
  if (answer.does !== 'redirect') return [];
  const { scheme, host, path, port } = answer.redirect;
  if (scheme === undefined || host !== undefined || path !== undefined) return [];
  return [
    {
      text: `not ${scheme}`,
      holds: (request) =>
        request.scheme === scheme && (port === undefined || port === request.port) ? 'no' : 'yes',
    },
  ];
}

/** Conditions beside host and path that an annotation gives the backend of this name; all must hold. */
export function albConditions(ingress: Resource, backend: string): readonly Condition[] {
  const text = ingress.annotations[CONDITION_PREFIX + backend];
  if (text === undefined) return [];
  const list = listOf(parseJson(text));
  return list.map((value) => conditionOf(objectOf(value)));
}

function conditionOf(value: JsonObject): Condition {
  const kind = stringOf(field(value, 'field')) ?? '?';
  const config = (name: string): JsonObject => objectOf(field(value, name));
  const values = (name: string): readonly string[] =>
    listOf(field(config(name), 'values')).filter((one) => typeof one === 'string');
  switch (kind) {
    case 'host-header':
      return anyOf('host', values('hostHeaderConfig'), ({ host }) => host);
    case 'path-pattern':
      return anyOf('path', values('pathPatternConfig'), ({ path }) => path, false);
    case 'http-request-method':
      return anyOf('method', values('httpRequestMethodConfig'), ({ method }) => method);
    case 'http-header': {
      const name = stringOf(field(config('httpHeaderConfig'), 'httpHeaderName')) ?? '';
      return anyOf(`header ${name}`, values('httpHeaderConfig'), ({ headers }) =>
        headers.get(name.toLowerCase()),
      );
    }
    case 'query-string':
      return queryCondition(listOf(field(config('queryStringConfig'), 'values')).map(objectOf));
    default:
      return {
        text: `${kind} ${values('sourceIpConfig').join(' or ')}`.trim(),
        holds: () => 'maybe',
      };
  }
}

function anyOf(
  name: string,
  patterns: readonly string[],
  read: (request: Parameters<Condition['holds']>[0]) => string | undefined,
  fold = true,
): Condition {
  return {
    text: `${name}=${patterns.join('|')}`,
    holds: (request) => {
      const found = read(request);
      return found !== undefined && patterns.some((one) => globMatches(one, found, fold)) ? 'yes' : 'no';
    },
  };
}

function queryCondition(pairs: readonly JsonObject[]): Condition {
  const wanted = pairs.map(
    (pair) => [stringOf(field(pair, 'key')), stringOf(field(pair, 'value')) ?? ''] as const,
  );
  return {
    text: `query ${wanted.map(([key, value]) => (key === undefined ? value : `${key}=${value}`)).join('|')}`,
    holds: ({ query }): Match =>
      [...query].some(([name, text]) =>
        wanted.some(
          ([key, value]) =>
            (key === undefined || globMatches(key, name, true)) && globMatches(value, text, true),
        ),
      )
        ? 'yes'
        : 'no',
  };
}

/** `?` is any one character; no other pattern here has it. */
function globMatches(pattern: string, text: string, fold: boolean): boolean {
  const [a, b] = fold ? [pattern.toLowerCase(), text.toLowerCase()] : [pattern, text];
  return matchesGlob(a, b, '?');
}

/** Go reads JSON without regard to the case of keys, and the first releases documented capitals. */
function field(value: JsonObject, name: string): JsonValue | undefined {
  if (Object.hasOwn(value, name)) return value[name];
  const wanted = name.toLowerCase();
  const key = Object.keys(value).find((one) => one.toLowerCase() === wanted);
  return key === undefined ? undefined : value[key];
}
