import { isObject, objectOf } from '../../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../../base/json.ts';
import { backendsOf, isServedIngress } from '../../reach/ingress/ingress.ts';
import type { Graph } from '../../reference/graph.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { portNameProblem } from '../../resource/port-name.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check, Finding } from '../rule.ts';

/** Backends that the API server refuses (validateIngressBackend). */
export const check: Check = function* (ingress, { graph }) {
  if (!isServedIngress(ingress)) return;
  for (const { at, value } of backendsOf(ingress)) {
    const backend = objectOf(value);
    // The fields of v1beta1 are a finding of their own.
    if (backend.serviceName !== undefined || backend.servicePort !== undefined) continue;
    for (const { complete, ...problem } of problemsOf(graph, ingress, at, backend)) {
      if (complete === false && ingress.unrendered !== undefined) continue;
      yield { ...problem, message: `${problem.message}; the API server rejects ${nameOf(ingress)}.` };
    }
  }
};

/** `complete: false`: something is left out, which an overlay may add. */
interface Problem extends Finding {
  readonly complete?: boolean;
}

function* problemsOf(graph: Graph, ingress: Resource, at: Path, backend: JsonObject): Iterable<Problem> {
  const { service, resource } = backend;
  if (isSet(service) && isSet(resource)) {
    yield { at: [...at, 'resource'], part: 'key', message: 'A backend has both a service and a resource' };
    return;
  }
  if (!isSet(service)) {
    if (!isSet(resource))
      yield { at, complete: false, message: 'A backend names neither a service nor a resource' };
    else if (isObject(resource)) yield* resourceProblems([...at, 'resource'], resource);
    return;
  }
  if (!isObject(service)) {
    yield { at: [...at, 'service'], message: 'The service of a backend is no object with name and port' };
    return;
  }
  yield* nameProblems(graph, ingress, [...at, 'service', 'name'], service.name);
  yield* portProblems([...at, 'service', 'port'], service.port);
}

function* resourceProblems(at: Path, resource: JsonObject): Iterable<Problem> {
  for (const field of ['kind', 'name'] as const) {
    if (isSet(resource[field]) && resource[field] !== '') continue;
    yield { at: [...at, field], complete: false, message: `The resource of a backend has no ${field}` };
  }
}

function* nameProblems(
  graph: Graph,
  ingress: Resource,
  at: Path,
  name: JsonValue | undefined,
): Iterable<Problem> {
  if (!isSet(name) || name === '') {
    yield { at, complete: false, message: 'The service of a backend has no name' };
    return;
  }
  if (typeof name !== 'string' || isPlaceholderName(name)) return;
  if (name.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)) return;
  // Then it is the missing Service that is reported.
  if (graph.lookUp(ingress, 'Service', ingress.namespace, name).status === 'missing') return;
  const hint = /[./]/.test(name) ? ' (a backend is a Service of its own namespace, named without it)' : '';
  yield { at, message: `${JSON.stringify(name)} is no name of a Service${hint}` };
}

function* portProblems(at: Path, port: JsonValue | undefined): Iterable<Problem> {
  if (!isSet(port)) {
    yield { at, complete: false, message: 'The service of a backend has no port' };
    return;
  }
  if (!isObject(port)) {
    yield { at, message: 'The port of a backend is no object with number or name' };
    return;
  }
  const { number, name } = port;
  const hasNumber = isSet(number) && number !== 0;
  const hasName = isSet(name) && name !== '';
  if (hasNumber && hasName) {
    yield { at: [...at, 'name'], message: 'The port of a backend has both a number and a name' };
  } else if (hasNumber) {
    yield* numberProblems([...at, 'number'], number);
  } else if (hasName) {
    yield* portNameProblems([...at, 'name'], name);
  } else {
    yield { at, complete: false, message: 'The port of a backend has neither a number nor a name' };
  }
}

function* numberProblems(at: Path, number: JsonValue | undefined): Iterable<Problem> {
  if (typeof number === 'string') {
    if (isPlaceholderName(number)) return;
    const isNumber = /^[0-9]{1,5}$/.test(number);
    yield {
      at,
      message: `The port number ${JSON.stringify(number)} is ${isNumber ? 'a string because it is quoted' : 'no number; a name goes into port.name'}`,
      fixes: isNumber
        ? [
            {
              title: `Use the number ${Number(number)}`,
              safety: 'safe',
              edits: [{ at, value: Number(number) }],
            },
          ]
        : [],
    };
  } else if (typeof number === 'number' && (number < 1 || number > 65_535 || !Number.isInteger(number))) {
    yield { at, message: `The port number ${number} is not between 1 and 65535` };
  }
}

function* portNameProblems(at: Path, name: JsonValue | undefined): Iterable<Problem> {
  if (typeof name === 'number') {
    yield { at, message: `The port name ${name} is a number, which goes into port.number` };
  } else if (typeof name === 'string' && !isPlaceholderName(name)) {
    const problem = portNameProblem(name);
    if (problem === undefined) return;
    const hint = /^[0-9]+$/.test(name) ? '; a number goes into port.number' : '';
    yield { at, message: `${JSON.stringify(name)} is no port name (${problem})${hint}` };
  }
}

function isSet(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null;
}
