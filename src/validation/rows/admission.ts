import { listOf, stringOf } from '../../base/json.ts';
import type { JsonValue } from '../../base/json.ts';
import { format } from '../forms/format.ts';
import { dns1035, dns1035Problem, dnsSubdomain, domainOf, qualifiedName } from '../forms/names.ts';
import { between, portNumber } from '../forms/number.ts';
import { atLeastOne, exactlyOne, has, needs } from '../forms/presence.ts';
import { alone, atMost, unique, uniqueBy } from '../forms/list.ts';
import { oneOf } from '../forms/supported.ts';
import { absolutePath, webhookUrl } from '../forms/texts.ts';
import { dnsSubdomainProblem } from '../../resource/syntax.ts';
import { is } from '../statement.ts';
import type { Table } from '../statement.ts';
import type { Visit } from '../visit.ts';

const FILE = 'kubernetes pkg/apis/admissionregistration/validation/validation.go';
const policies = oneOf(['Fail', 'Ignore'], 'refused');

/** What is asked before an object is taken. */
export const ADMISSION: readonly Table[] = [
  {
    of: 'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
    source: `${FILE} ValidateValidatingWebhookConfiguration`,
    statements: [
      ['webhooks', uniqueBy(['name'])],
      ['webhooks[*]', is('Webhook')],
    ],
  },
  {
    of: 'admissionregistration.k8s.io/MutatingWebhookConfiguration',
    source: `${FILE} ValidateMutatingWebhookConfiguration`,
    statements: [
      ['webhooks', uniqueBy(['name'])],
      ['webhooks[*]', is('Webhook')],
      ['webhooks[*].reinvocationPolicy', oneOf(['Never', 'IfNeeded'], 'refused')],
    ],
  },
  {
    of: 'Webhook',
    source: `${FILE} validateMutatingWebhook, validateAdmissionReviewVersions, validateMatchConditions; apiserver pkg/util/webhook/validation.go`,
    statements: [
      ['', needs('name', 'admissionReviewVersions', 'sideEffects'), has('clientConfig')],
      ['name', format(domainOf(3))],
      ['rules[*]', is('Rule')],
      ['failurePolicy', policies],
      ['matchPolicy', oneOf(['Equivalent', 'Exact'], 'refused')],
      ['sideEffects', oneOf(['None', 'NoneOnDryRun'])],
      ['timeoutSeconds', between(1, 30)],
      ['namespaceSelector', is('LabelSelector')],
      ['objectSelector', is('LabelSelector')],
      ['admissionReviewVersions', unique, knownReview],
      ['admissionReviewVersions[*]', format(dns1035Problem, 'refused')],
      ['clientConfig', exactlyOne('url', 'service')],
      ['clientConfig.url', webhookUrl],
      ['clientConfig.service', is('WebhookService')],
      ['matchConditions', is('MatchConditions')],
    ],
  },
  {
    of: 'WebhookService',
    source: 'apiserver pkg/util/webhook/validation.go ValidateWebhookService',
    statements: [
      ['', needs('name', 'namespace')],
      ['port', portNumber],
      ['path', absolutePath, webhookPath],
    ],
  },
  {
    of: 'MatchConditions',
    source: `${FILE} validateMatchConditions`,
    statements: [
      ['', atMost(64), uniqueBy(['name'])],
      ['[*]', needs('name', 'expression')],
      ['[*].name', qualifiedName],
    ],
  },
  {
    of: 'Rule',
    source: `${FILE} validateRule, validateRuleWithOperations, validateResources`,
    statements: [
      ['', needs('operations', 'apiGroups', 'apiVersions', 'resources')],
      ['operations', alone('*')],
      ['operations[*]', oneOf(['*', 'CREATE', 'UPDATE', 'DELETE', 'CONNECT'], 'refused')],
      ['apiGroups', alone('*')],
      ['apiVersions', alone('*')],
      ['apiVersions[*]', filled],
      ['resources', resources],
      ['resources[*]', filled],
      ['scope', oneOf(['*', 'Cluster', 'Namespaced'], 'refused')],
    ],
  },
  {
    of: 'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
    source: `${FILE} validateValidatingAdmissionPolicySpec`,
    statements: [
      ['', has('spec')],
      ['spec', has('matchConstraints'), atLeastOne('validations', 'auditAnnotations')],
      ['spec.failurePolicy', policies],
      ['spec.paramKind', is('ParamKind')],
      ['spec.matchConstraints', is('MatchResources'), needs('resourceRules')],
      ['spec.matchConditions', is('MatchConditions')],
      ['spec.variables', uniqueBy(['name'])],
      ['spec.variables[*]', needs('name', 'expression')],
      ['spec.validations[*]', needs('expression')],
      [
        'spec.validations[*].reason',
        oneOf(['Unauthorized', 'Forbidden', 'Invalid', 'RequestEntityTooLarge'], 'refused'),
      ],
      ['spec.auditAnnotations', uniqueBy(['key'])],
      ['spec.auditAnnotations[*]', needs('key', 'valueExpression')],
    ],
  },
  {
    of: 'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
    source: `${FILE} validateValidatingAdmissionPolicyBindingSpec`,
    statements: [
      ['', has('spec')],
      ['spec', needs('policyName', 'validationActions')],
      ['spec.policyName', dnsSubdomain],
      ['spec.paramRef', is('ParamRef')],
      ['spec.matchResources', is('MatchResources')],
      ['spec.validationActions', unique, notBoth],
      ['spec.validationActions[*]', oneOf(['Deny', 'Warn', 'Audit'], 'refused')],
    ],
  },
  {
    of: 'admissionregistration.k8s.io/MutatingAdmissionPolicy',
    source: `${FILE} validateMutatingAdmissionPolicySpec`,
    statements: [
      ['', has('spec')],
      ['spec', has('matchConstraints'), needs('mutations', 'reinvocationPolicy')],
      ['spec.failurePolicy', policies],
      ['spec.paramKind', is('ParamKind')],
      ['spec.matchConstraints', is('MatchResources'), needs('resourceRules')],
      ['spec.matchConditions', is('MatchConditions')],
      ['spec.variables', uniqueBy(['name'])],
      ['spec.variables[*]', needs('name', 'expression')],
      ['spec.mutations[*]', needs('patchType')],
      ['spec.mutations[*].patchType', oneOf(['ApplyConfiguration', 'JSONPatch'])],
      ['spec.mutations[*].applyConfiguration', needs('expression')],
      ['spec.mutations[*].jsonPatch', needs('expression')],
      ['spec.reinvocationPolicy', oneOf(['Never', 'IfNeeded'])],
    ],
  },
  {
    of: 'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding',
    source: `${FILE} validateMutatingAdmissionPolicyBindingSpec`,
    statements: [
      ['', has('spec')],
      ['spec', needs('policyName')],
      ['spec.policyName', dnsSubdomain],
      ['spec.paramRef', is('ParamRef')],
      ['spec.matchResources', is('MatchResources')],
    ],
  },
  {
    of: 'ParamKind',
    source: `${FILE} validateParamKind`,
    statements: [
      ['', needs('apiVersion', 'kind')],
      ['apiVersion', groupVersion],
      ['kind', paramKind],
    ],
  },
  {
    of: 'ParamRef',
    source: `${FILE} validateParamRef`,
    statements: [
      ['', needs('parameterNotFoundAction'), exactlyOne('name', 'selector')],
      ['parameterNotFoundAction', oneOf(['Allow', 'Deny'])],
      ['selector', is('LabelSelector')],
    ],
  },
  {
    of: 'MatchResources',
    source: `${FILE} validateMatchResources, validateNamedRuleWithOperations`,
    statements: [
      ['matchPolicy', oneOf(['Equivalent', 'Exact'], 'refused')],
      ['namespaceSelector', is('LabelSelector')],
      ['objectSelector', is('LabelSelector')],
      ['resourceRules[*]', is('Rule')],
      ['resourceRules[*].resourceNames', unique],
      ['excludeResourceRules[*]', is('Rule')],
      ['excludeResourceRules[*].resourceNames', unique],
    ],
  },
];

function filled(value: JsonValue, visit: Visit): void {
  if (value === '') visit.report({ form: 'required', problem: 'is empty, and must not be' });
}

/** The server sends what it knows, and needs a version of its own among them. */
function knownReview(versions: JsonValue, visit: Visit): void {
  const list = listOf(versions);
  if (list.length === 0 || list.includes('v1') || list.includes('v1beta1')) return;
  visit.report({
    form: 'supported',
    problem: 'has neither v1 nor v1beta1, and no API server sends another version',
  });
}

/** `*` and `pods` do not go together, nor `*` + `/*`; each names something once. */
function resources(list: JsonValue, visit: Visit): void {
  const names = listOf(list);
  const all = new Set(names);
  names.forEach((entry, index) => {
    const name = stringOf(entry);
    if (name === undefined || name === '') return;
    const [resource = '', subresource] = name.split('/');
    const covering =
      all.has('*/*') && name !== '*/*'
        ? '*/*'
        : all.has('*') && subresource === undefined && name !== '*'
          ? '*'
          : subresource !== undefined && subresource !== '*' && all.has(`${resource}/*`)
            ? `${resource}/*`
            : subresource !== undefined && resource !== '*' && all.has(`*/${subresource}`)
              ? `*/${subresource}`
              : undefined;
    if (covering !== undefined)
      visit.report(
        { form: 'exclusive', value: name, problem: `is covered by ${covering}, which is in the list, too` },
        [index],
      );
  });
}

/** Each part of the path is a name. */
function webhookPath(path: JsonValue, visit: Visit): void {
  const text = stringOf(path);
  if (text?.startsWith('/') !== true || text === '/') return;
  const parts = text.slice(1).replace(/\/$/, '').split('/');
  const wrong = parts.find((part) => part === '' || dnsSubdomainProblem(part) !== undefined);
  if (wrong !== undefined)
    visit.report({
      form: 'format',
      value: text,
      problem: `has ${JSON.stringify(wrong)} between its slashes, which is no DNS name`,
    });
}

function groupVersion(value: JsonValue, visit: Visit): void {
  const text = stringOf(value);
  if (text === undefined || text === '') return;
  const parts = text.split('/');
  const [group, version] = parts.length === 2 ? parts : [undefined, parts[0]];
  const problem =
    parts.length > 2
      ? 'must be a group, a slash and a version'
      : ((group === undefined ? undefined : dnsSubdomainProblem(group)) ?? dns1035Problem(version ?? ''));
  if (problem !== undefined) visit.report({ form: 'format', value: text, problem });
}

/** A kind in lower case is a label. */
function paramKind(value: JsonValue, visit: Visit): void {
  if (typeof value === 'string' && value !== '') dns1035(value.toLowerCase(), visit);
}

function notBoth(actions: JsonValue, visit: Visit): void {
  const list = listOf(actions);
  if (list.includes('Deny') && list.includes('Warn'))
    visit.report(
      { form: 'exclusive', value: 'Warn', problem: 'says again what Deny says, and excludes it' },
      [list.indexOf('Warn')],
    );
}
