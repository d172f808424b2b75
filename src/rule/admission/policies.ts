import { isObject, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import { typeName, groupOf } from '../../resource/kinds.ts';
import type { Resource } from '../../resource/resource.ts';
import { matches, readLabelSelector } from '../../resource/selector.ts';
import { celProgram } from '../cel.ts';
import type { Program } from '../cel.ts';

const POLICY = 'admissionregistration.k8s.io/ValidatingAdmissionPolicy';
const BINDING = 'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding';

export interface Validation {
  readonly index: number;
  readonly text: string;
  readonly run: Program;
  readonly message: string | undefined;
  readonly messageExpression: Program | undefined;
}

/** A ValidatingAdmissionPolicy with its expressions compiled. */
export interface AdmissionPolicy {
  readonly resource: Resource;
  readonly matchConstraints: JsonObject;
  readonly conditions: readonly Program[];
  readonly variables: readonly { readonly name: string; readonly text: string; readonly run: Program }[];
  readonly validations: readonly Validation[];
  /** Of its variables, which its validations ask. */
  readonly texts: readonly string[];
  readonly bindings: readonly Binding[];
}

/** What puts a policy to work. */
export interface Binding {
  readonly resource: Resource;
  readonly matchResources: JsonObject;
  readonly actions: readonly string[];
  /** The parameters that it is evaluated with, one after the other; undefined where they are not in the input. */
  readonly params: readonly (Resource | 'none')[] | undefined;
}

/** The policies that a binding puts to work. */
export function admissionPolicies(graph: Graph): readonly AdmissionPolicy[] {
  return graph.memo('admission policies', () =>
    graph
      .all(POLICY)
      .filter(({ unrendered }) => unrendered === undefined)
      .map((policy) => readPolicy(graph, policy))
      .filter(({ bindings }) => bindings.length > 0),
  );
}

function readPolicy(graph: Graph, resource: Resource): AdmissionPolicy {
  const spec = objectOf(resource.value.spec);
  const program = (value: JsonObject[string], field = 'expression'): Program =>
    celProgram(stringOf(objectOf(value)[field]) ?? '');
  return {
    resource,
    matchConstraints: objectOf(spec.matchConstraints),
    conditions: listOf(spec.matchConditions).map((one) => program(one)),
    variables: listOf(spec.variables).map((one) => ({
      name: stringOf(objectOf(one).name) ?? '',
      text: stringOf(objectOf(one).expression) ?? '',
      run: program(one),
    })),
    texts: listOf(spec.variables).map((one) => stringOf(objectOf(one).expression) ?? ''),
    validations: listOf(spec.validations).map((one, index) => ({
      index,
      text: stringOf(objectOf(one).expression) ?? '',
      run: program(one),
      message: stringOf(objectOf(one).message),
      messageExpression:
        stringOf(objectOf(one).messageExpression) === undefined
          ? undefined
          : program(one, 'messageExpression'),
    })),
    bindings: graph
      .all(BINDING)
      .filter((one) => objectOf(one.value.spec).policyName === resource.name && one.unrendered === undefined)
      .map((one) => readBinding(graph, one, objectOf(spec.paramKind))),
  };
}

function readBinding(graph: Graph, resource: Resource, paramKind: JsonObject): Binding {
  const spec = objectOf(resource.value.spec);
  return {
    resource,
    matchResources: objectOf(spec.matchResources),
    actions: listOf(spec.validationActions).filter((one) => typeof one === 'string'),
    params: isObject(spec.paramRef) ? paramsOf(graph, spec.paramRef, paramKind) : ['none'],
  };
}

/** By name, or by labels; a ref without a namespace looks in that of each object, which is not read here. */
function paramsOf(graph: Graph, ref: JsonObject, paramKind: JsonObject): readonly Resource[] | undefined {
  const type = typeName(groupOf(stringOf(paramKind.apiVersion) ?? ''), stringOf(paramKind.kind) ?? '');
  const namespace = stringOf(ref.namespace);
  const all = graph
    .all(type)
    .filter((one) => one.namespace === '' || (namespace !== undefined && one.namespace === namespace));
  const name = stringOf(ref.name);
  const selector = isObject(ref.selector) ? readLabelSelector(ref.selector) : undefined;
  const found = all.filter((one) =>
    name !== undefined ? one.name === name : selector !== undefined && matches(selector, one) === 'yes',
  );
  return found.length === 0 ? undefined : found;
}
