import { formatPath, isList, isObject, listOf, stringOf } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import { dependentsOfService } from '../../reach/chain.ts';
import { serviceType, specOf } from '../../reach/service/service.ts';
import { readPattern, walk } from '../../reference/pattern.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/**
 * A field that the API server refuses because of the Service's type (k/k pkg/apis/core/validation/validation.go
 * ValidateService, validateLoadBalancerClassField, validateServiceExternalTrafficPolicy). `with.fields` are path
 * patterns, `with.annotations` keys; `with.types` are the types that may have them, `with.needs` says so in words.
 * `with.policy` is the externalTrafficPolicy that has to come with it; `with.externalIPs`: such a Service may, too.
 * `with.type` is the type that a Service with this field is meant to have.
 */
export const check: Check = function* (service, { graph, params }) {
  const types = listOf(params.types);
  const type = serviceType(service);
  if (!TYPES.has(type)) return;
  const spec = specOf(service);
  const policy = stringOf(params.policy);
  const mayByType = types.includes(type);
  if (!mayByType && params.externalIPs === true && type === 'ClusterIP' && isSet(spec.externalIPs)) return;
  if (mayByType && (policy === undefined || spec.externalTrafficPolicy === policy)) return;
  const typeWritten = stringOf(spec.type) !== undefined;
  // A fragment that Kustomize merges into a Service leaves out what the base says.
  if (!(typeWritten && !mayByType) && !isWhole(service)) return;

  const has = mayByType
    ? `its externalTrafficPolicy is ${stringOf(spec.externalTrafficPolicy) ?? 'Cluster, the default'}`
    : typeWritten
      ? `its type is ${type}`
      : 'it has no type, which means ClusterIP';
  const meant = stringOf(params.type);
  for (const { at, value } of fieldsOf(service, params.fields, params.annotations)) {
    if (!isSet(value)) continue;
    yield {
      at,
      part: 'key',
      message: `${nameOf(service)} may not have ${lastKey(at)}, which needs ${stringOf(params.needs) ?? 'another type'}: ${has}, and the API server rejects it.`,
      ...(service.unrendered === undefined ? {} : { severity: 'warning' }),
      related: [
        ...(typeWritten ? [{ resource: service, at: ['spec', 'type'], message: `The type is ${type}` }] : []),
        ...dependentsOfService(graph, service),
      ],
      fixes:
        typeWritten && meant !== undefined
          ? [
              {
                title: `Use type ${meant}`,
                safety: 'unsafe',
                edits: [{ at: ['spec', 'type'], value: meant }],
              },
            ]
          : [],
    };
  }
};

/** Another type is a fault of its own, and says nothing of the fields. */
const TYPES: ReadonlySet<string> = new Set(['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']);

function isWhole(service: Resource): boolean {
  const spec = specOf(service);
  return isObject(spec.selector) && listOf(spec.ports).length > 0;
}

function* fieldsOf(
  service: Resource,
  fields: JsonValue | undefined,
  annotations: JsonValue | undefined,
): Iterable<{ readonly at: Path; readonly value: JsonValue }> {
  const found: { at: Path; value: JsonValue }[] = [];
  for (const field of listOf(fields)) {
    walk(service.value, readPattern(stringOf(field) ?? ''), (value, at) => found.push({ at, value }));
  }
  for (const key of listOf(annotations)) {
    const value = service.annotations[stringOf(key) ?? ''];
    if (value !== undefined) found.push({ at: ['metadata', 'annotations', stringOf(key) ?? ''], value });
  }
  yield* found;
}

/** Zero, nothing and an empty list are the same as a field that is left out; false is not. */
function isSet(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === 0 || value === '') return false;
  return !isList(value) || value.length > 0;
}

function lastKey(at: Path): string {
  const last = at.at(-1);
  return typeof last === 'string' ? last : formatPath(at);
}
