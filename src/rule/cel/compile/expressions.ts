import { isObject, listOf, objectOf, stringOf } from '../../../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../../../base/json.ts';
import type { Variables } from './names.ts';
import { BOOL, TEXT } from './problem.ts';
import type { Wanted } from './problem.ts';
import { DYN, NAMESPACE_SHAPE, OPEN, REQUEST_SHAPE, objectShape } from './shape.ts';
import type { Shape } from './shape.ts';

/** An expression of an object, with what it may name and what it must give. */
export interface Expression {
  readonly at: Path;
  readonly text: string;
  readonly variables: Variables;
  /** Undefined: anything. */
  readonly wanted: Wanted | undefined;
}

const REASON: Wanted = { name: 'string or null', types: new Set(['string', 'null']), dyn: false };
/** Of a device it may be told only when it is there (dynamic-resource-allocation cel/compile.go CompileCELExpression). */
const BOOL_OR_ANY: Wanted = { ...BOOL, dyn: true };
const CONFIGURATION: Wanted = {
  name: 'Object{…}',
  types: new Set(['object', 'map', 'optional', 'type']),
  dyn: true,
};
const PATCHES: Wanted = {
  name: 'a list of JSONPatch{…}',
  types: new Set(['list', 'optional', 'type']),
  dyn: true,
};

/** Those of an object by its type, but for definitions. */
export function expressionsOf(type: string, value: JsonObject): Iterable<Expression> {
  switch (type) {
    case 'admissionregistration.k8s.io/ValidatingAdmissionPolicy':
    case 'admissionregistration.k8s.io/MutatingAdmissionPolicy':
      return ofPolicy(objectOf(value.spec));
    case 'admissionregistration.k8s.io/ValidatingWebhookConfiguration':
    case 'admissionregistration.k8s.io/MutatingWebhookConfiguration':
      return listOf(value.webhooks).flatMap((webhook, index) =>
        conditions(webhook, ['webhooks', index], ADMISSION),
      );
    case 'resource.k8s.io/DeviceClass':
      return selectors(value.spec, ['spec']);
    case 'resource.k8s.io/ResourceClaim':
      return ofClaim(value.spec, ['spec']);
    case 'resource.k8s.io/ResourceClaimTemplate':
      return ofClaim(objectOf(value.spec).spec, ['spec', 'spec']);
    default:
      return [];
  }
}

/** apiserver pkg/admission/plugin/cel/compile.go createEnvForOpts. */
const ADMISSION: Variables = new Map<string, Shape>([
  ['object', DYN],
  ['oldObject', DYN],
  ['request', REQUEST_SHAPE],
  ['namespaceObject', NAMESPACE_SHAPE],
  ['authorizer', OPEN],
]);

/** apiserver pkg/admission/plugin/policy/validating/plugin.go compilePolicy, mutating/compilation.go. */
function* ofPolicy(spec: JsonObject): Iterable<Expression> {
  const variables = new Map(ADMISSION);
  if (isObject(spec.paramKind)) variables.set('params', DYN);
  // Whether conditions see the variables is not told for certain.
  yield* conditions(spec, ['spec'], new Map([...variables, ['variables', OPEN]]));
  const fields: Record<string, Shape> = {};
  for (const [index, variable] of listOf(spec.variables).entries()) {
    // Each sees those before it.
    const before = new Map([...variables, ['variables', objectShape({ ...fields })] as const]);
    yield* expression(variable, 'expression', ['spec', 'variables', index], before, undefined);
    const name = stringOf(objectOf(variable).name);
    if (name !== undefined) fields[name] = OPEN;
  }
  const all = new Map([...variables, ['variables', objectShape(fields)] as const]);
  for (const [index, validation] of listOf(spec.validations).entries()) {
    const at = ['spec', 'validations', index];
    yield* expression(validation, 'expression', at, all, BOOL);
    yield* expression(validation, 'messageExpression', at, all, TEXT);
  }
  for (const [index, annotation] of listOf(spec.auditAnnotations).entries())
    yield* expression(annotation, 'valueExpression', ['spec', 'auditAnnotations', index], all, REASON);
  for (const [index, mutation] of listOf(spec.mutations).entries())
    for (const [field, wanted] of [
      ['applyConfiguration', CONFIGURATION],
      ['jsonPatch', PATCHES],
    ] as const)
      yield* expression(
        objectOf(mutation)[field],
        'expression',
        ['spec', 'mutations', index, field],
        all,
        wanted,
      );
}

function conditions(holder: JsonValue, at: Path, variables: Variables): readonly Expression[] {
  return listOf(objectOf(holder).matchConditions).flatMap((one, index) =>
    expression(one, 'expression', [...at, 'matchConditions', index], variables, BOOL),
  );
}

const DEVICE: Variables = new Map([['device', OPEN]]);

function selectors(holder: JsonValue | undefined, at: Path): readonly Expression[] {
  return listOf(objectOf(holder).selectors).flatMap((one, index) =>
    expression(objectOf(one).cel, 'expression', [...at, 'selectors', index, 'cel'], DEVICE, BOOL_OR_ANY),
  );
}

/** Before v1beta2 a request had its selectors itself. */
function ofClaim(spec: JsonValue | undefined, at: Path): readonly Expression[] {
  return listOf(objectOf(objectOf(spec).devices).requests).flatMap((request, index) => {
    const place = [...at, 'devices', 'requests', index];
    const { exactly, firstAvailable } = objectOf(request);
    return [
      ...selectors(request, place),
      ...selectors(exactly, [...place, 'exactly']),
      ...listOf(firstAvailable).flatMap((one, other) => selectors(one, [...place, 'firstAvailable', other])),
    ];
  });
}

function expression(
  holder: JsonValue | undefined,
  field: string,
  at: Path,
  variables: Variables,
  wanted: Wanted | undefined,
): readonly Expression[] {
  const text = objectOf(holder)[field];
  return typeof text === 'string' ? [{ at: [...at, field], text, variables, wanted }] : [];
}
