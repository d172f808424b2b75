import { isObject, objectOf, stringOf } from '../../base/json.ts';
import type { JsonValue } from '../../base/json.ts';
import { dnsSubdomainProblem } from '../../resource/syntax.ts';
import { format } from '../forms/format.ts';
import { dns1035Problem, dnsLabel, dnsSubdomain, labelKey, labelValue } from '../forms/names.ts';
import { atLeast, between, portNumber } from '../forms/number.ts';
import { forbids, given, givenOther, has, isSet, needs, union } from '../forms/presence.ts';
import { alone, atMost, unique, uniqueBy } from '../forms/list.ts';
import { oneOf } from '../forms/supported.ts';
import { isBase64 } from '../forms/texts.ts';
import { is } from '../statement.ts';
import type { Table } from '../statement.ts';
import type { Visit } from '../visit.ts';
import { containerResource, resourceAmounts } from './resources.ts';

const VERBS = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'proxy',
  'update',
  'watch',
  '*',
];

/** What the API server itself is told: other servers, flows, certificates, runtimes and devices. */
export const CLUSTER: readonly Table[] = [
  {
    of: 'apiregistration.k8s.io/APIService',
    source: 'kube-aggregator pkg/apis/apiregistration/validation/validation.go ValidateAPIService',
    statements: [
      ['', serviceName],
      ['spec.group', dnsSubdomain],
      ['spec.version', format((text) => dns1035Problem(text), 'refused')],
      ['spec.groupPriorityMinimum', between(1, 20000)],
      ['spec.versionPriority', between(1, 1000)],
      ['spec.service', needs('name', 'namespace')],
      ['spec.service.port', portNumber],
      [
        'spec',
        given('insecureSkipTLSVerify', [true], forbids('beside insecureSkipTLSVerify: true', 'caBundle')),
      ],
      ['spec', localService],
    ],
  },
  {
    of: 'flowcontrol.apiserver.k8s.io/FlowSchema',
    source:
      'kubernetes pkg/apis/flowcontrol/validation/validation.go ValidateFlowSchemaSpec and what it calls',
    statements: [
      ['', has('spec')],
      ['spec.matchingPrecedence', between(1, 10000)],
      ['', firstFlow],
      ['spec', has('priorityLevelConfiguration')],
      ['spec.priorityLevelConfiguration', needs('name')],
      ['spec.priorityLevelConfiguration.name', dnsSubdomain],
      ['spec.distinguisherMethod.type', oneOf(['ByNamespace', 'ByUser'], 'refused')],
      ['spec.rules[*]', needs('subjects'), eitherRules],
      [
        'spec.rules[*].subjects[*]',
        needs('kind'),
        union('kind', { Group: 'group', ServiceAccount: 'serviceAccount', User: 'user' }),
      ],
      ['spec.rules[*].subjects[*].kind', oneOf(['Group', 'ServiceAccount', 'User'], 'refused')],
      ['spec.rules[*].subjects[*].user', needs('name')],
      ['spec.rules[*].subjects[*].group', needs('name')],
      ['spec.rules[*].subjects[*].serviceAccount', needs('name', 'namespace')],
      ['spec.rules[*].subjects[*].serviceAccount.name', nameOrAll],
      ['spec.rules[*].resourceRules[*]', needs('verbs', 'apiGroups', 'resources'), scopeOfRule],
      ['spec.rules[*].resourceRules[*].verbs', alone('*')],
      ['spec.rules[*].resourceRules[*].verbs[*]', oneOf(VERBS, 'refused')],
      ['spec.rules[*].resourceRules[*].apiGroups', alone('*')],
      ['spec.rules[*].resourceRules[*].resources', alone('*')],
      ['spec.rules[*].resourceRules[*].namespaces', alone('*')],
      ['spec.rules[*].resourceRules[*].namespaces[*]', labelOrAll],
      ['spec.rules[*].nonResourceRules[*]', needs('verbs', 'nonResourceURLs')],
      ['spec.rules[*].nonResourceRules[*].verbs', alone('*')],
      ['spec.rules[*].nonResourceRules[*].nonResourceURLs', alone('*')],
    ],
  },
  {
    of: 'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration',
    source: 'kubernetes pkg/apis/flowcontrol/validation/validation.go ValidatePriorityLevelConfigurationSpec',
    statements: [
      ['', has('spec')],
      ['spec', needs('type')],
      ['spec.type', oneOf(['Exempt', 'Limited'])],
      ['spec', given('type', ['Limited'], has('limited'))],
      ['spec', given('type', ['Limited'], forbids('where the type is Limited', 'exempt'))],
      ['spec', given('type', ['Exempt'], forbids('where the type is Exempt', 'limited'))],
      ['spec.limited.nominalConcurrencyShares', atLeast(0)],
      ['spec.limited.lendablePercent', between(0, 100)],
      ['spec.limited.borrowingLimitPercent', atLeast(0)],
      ['spec.limited.limitResponse', needs('type')],
      ['spec.limited.limitResponse.type', oneOf(['Queue', 'Reject'])],
      [
        'spec.limited.limitResponse',
        given('type', ['Reject'], forbids('where the type is Reject', 'queuing')),
      ],
    ],
  },
  {
    of: 'certificates.k8s.io/CertificateSigningRequest',
    source:
      'kubernetes pkg/apis/certificates/validation/validation.go validateCertificateSigningRequest, ValidateSignerName',
    statements: [
      ['', has('spec')],
      ['spec', needs('request', 'signerName', 'usages')],
      ['spec.request', certificateRequest],
      ['spec.usages', unique],
      ['spec.signerName', signer],
      ['spec.expirationSeconds', atLeast(600)],
    ],
  },
  {
    of: 'node.k8s.io/RuntimeClass',
    source:
      'kubernetes pkg/apis/node/validation/validation.go ValidateRuntimeClass, validateOverhead, validateScheduling',
    statements: [
      ['', needs('handler')],
      ['handler', dnsLabel],
      ['overhead.podFixed{key}', containerResource],
      ['overhead.podFixed', resourceAmounts],
      ['scheduling.nodeSelector{key}', labelKey],
      ['scheduling.nodeSelector{*}', labelValue],
      ['scheduling.tolerations', uniqueBy(['key', 'operator', 'value', 'effect', 'tolerationSeconds'])],
      ['scheduling.tolerations[*]', is('Toleration')],
    ],
  },
  {
    of: 'resource.k8s.io/DeviceClass',
    source: 'kubernetes pkg/apis/resource/validation/validation.go validateDeviceClassSpec, validateSelector',
    statements: [
      ['spec.selectors', atMost(32)],
      ['spec.selectors[*]', needs('cel')],
      ['spec.selectors[*].cel', needs('expression')],
    ],
  },
  {
    of: 'resource.k8s.io/ResourceClaim',
    source: 'kubernetes pkg/apis/resource/validation/validation.go validateResourceClaimSpec',
    statements: [['spec', is('ResourceClaimSpec')]],
  },
  {
    of: 'resource.k8s.io/ResourceClaimTemplate',
    source: 'kubernetes pkg/apis/resource/validation/validation.go validateResourceClaimTemplateSpec',
    statements: [['spec.spec', is('ResourceClaimSpec')]],
  },
  {
    of: 'ResourceClaimSpec',
    source:
      'kubernetes pkg/apis/resource/validation/validation.go validateDeviceClaim, validateDeviceRequest',
    statements: [
      ['devices.requests', atMost(32), uniqueBy(['name'])],
      ['devices.requests[*]', needs('name')],
      ['devices.requests[*].name', dnsLabel],
      ['devices.requests[*].exactly', needs('deviceClassName'), is('DeviceRequest')],
      ['devices.requests[*].firstAvailable', atMost(8), uniqueBy(['name'])],
      ['devices.requests[*].firstAvailable[*]', needs('name', 'deviceClassName'), is('DeviceRequest')],
      ['devices.requests[*].firstAvailable[*].name', dnsLabel],
      ['devices.constraints', atMost(32)],
    ],
  },
  {
    of: 'DeviceRequest',
    source:
      'kubernetes pkg/apis/resource/validation/validation.go validateExactDeviceRequest, validateDeviceAllocationMode',
    statements: [
      ['deviceClassName', dnsSubdomain],
      ['selectors', atMost(32)],
      ['selectors[*]', needs('cel')],
      ['selectors[*].cel', needs('expression')],
      ['allocationMode', oneOf(['All', 'ExactCount'])],
      ['', given('allocationMode', ['All'], forbids('where allocationMode is All', 'count'))],
      ['', givenOther('allocationMode', ['All'], positiveCount, 'ExactCount')],
    ],
  },
];

/** An APIService is named after what it serves. */
function serviceName(service: JsonValue, visit: Visit): void {
  if (!isObject(service)) return;
  const { group = '', version = '' } = objectOf(service.spec);
  const name = stringOf(objectOf(service.metadata).name);
  if (typeof group !== 'string' || typeof version !== 'string' || name === undefined || name === '') return;
  if (version === '') {
    visit.report({ form: 'required', problem: 'is required' }, ['spec', 'version']);
    return;
  }
  const wanted = `${version}.${group}`;
  if (name !== wanted)
    visit.report(
      { form: 'agreement', value: name, problem: `must be ${wanted}: the version, a dot and the group` },
      ['metadata', 'name'],
    );
  if (group === '' && version !== 'v1')
    visit.report({ form: 'required', problem: 'is required: only v1 has no group' }, ['spec', 'group']);
}

/** Without a Service the API server serves it itself, and verifies nobody. */
function localService(spec: JsonValue, visit: Visit): void {
  if (!isObject(spec) || isSet(spec.service)) return;
  for (const other of ['caBundle', 'insecureSkipTLSVerify'])
    if (isSet(spec[other]) && spec[other] !== false)
      visit.report({ form: 'forbidden', part: 'key', problem: 'needs a service, which is not set' }, [other]);
}

/** The first place is that of `exempt`. */
function firstFlow(flow: JsonValue, visit: Visit): void {
  if (!isObject(flow)) return;
  const name = objectOf(flow.metadata).name;
  if (objectOf(flow.spec).matchingPrecedence === 1 && name !== 'exempt')
    visit.report({ form: 'range', value: 1, problem: 'is kept for the FlowSchema exempt' }, [
      'spec',
      'matchingPrecedence',
    ]);
}

function eitherRules(rule: JsonValue, visit: Visit): void {
  if (isObject(rule) && !isSet(rule.resourceRules) && !isSet(rule.nonResourceRules))
    visit.report({
      form: 'required',
      problem: 'has neither resourceRules nor nonResourceRules, and needs one',
    });
}

function scopeOfRule(rule: JsonValue, visit: Visit): void {
  if (isObject(rule) && rule.clusterScope !== true && !isSet(rule.namespaces))
    visit.report({ form: 'required', problem: 'is required, unless clusterScope is true' }, ['namespaces']);
}

function nameOrAll(value: JsonValue, visit: Visit): void {
  if (value !== '*') dnsSubdomain(value, visit);
}

function labelOrAll(value: JsonValue, visit: Visit): void {
  if (value === '*') return;
  if (value === '') visit.report({ form: 'required', problem: 'is empty, and must not be' });
  dnsLabel(value, visit);
}

function certificateRequest(value: JsonValue, visit: Visit): void {
  const text = stringOf(value);
  if (text === undefined || text === '') return;
  if (!isBase64(text)) {
    visit.report({ form: 'format', problem: 'is no standard base64, whose length is a multiple of four' });
    return;
  }
  const pem = Buffer.from(text, 'base64').toString('latin1');
  if (
    !pem.includes('-----BEGIN CERTIFICATE REQUEST-----') &&
    !pem.includes('-----BEGIN NEW CERTIFICATE REQUEST-----')
  )
    visit.report({ form: 'format', problem: 'is no PEM block of type CERTIFICATE REQUEST' });
}

/** `domain/path`, with a domain of two parts at least. */
function signer(value: JsonValue, visit: Visit): void {
  const text = stringOf(value);
  if (text === undefined || text === '') return;
  const [domain = '', ...path] = text.split('/');
  const problem =
    path.length !== 1
      ? 'must be a domain, a slash and a path'
      : (dnsSubdomainProblem(domain) ??
        (domain.includes('.')
          ? dnsSubdomainProblem(path[0] ?? '')
          : 'needs a domain of at least two parts before its slash'));
  if (problem !== undefined) visit.report({ form: 'format', value: text, problem });
}

function positiveCount(request: JsonValue, visit: Visit): void {
  const count = objectOf(request).count;
  if (typeof count === 'number' && count < 0)
    visit.report({ form: 'range', value: count, problem: 'must be 1 or more' }, ['count']);
}
