import { isObject, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonValue } from '../../base/json.ts';
import { format } from '../forms/format.ts';
import {
  dns1035Problem,
  dnsLabel,
  dnsSubdomain,
  labelValue,
  pathSegment,
  qualifiedName,
} from '../forms/names.ts';
import { dnsLabelProblem, dnsSubdomainProblem } from '../../resource/syntax.ts';
import { between, portNumber } from '../forms/number.ts';
import { atLeastOne, forbids, given, has, isSet, needs } from '../forms/presence.ts';
import { atMost, unique, uniqueBy } from '../forms/list.ts';
import { oneOf } from '../forms/supported.ts';
import { cidr, isAddress, ip } from '../forms/texts.ts';
import { is } from '../statement.ts';
import type { Table } from '../statement.ts';
import type { Visit } from '../visit.ts';

const notEmptyText = format(() => 'must not be empty', 'refused');
const filled = (value: JsonValue, visit: Visit): void => {
  if (value === '') notEmptyText(value, visit);
};

/** Services, what is behind them, and who may send to whom. */
export const NETWORK: readonly Table[] = [
  {
    of: 'Service',
    source:
      'kubernetes pkg/apis/core/validation/validation.go ValidateService, ValidateServiceClusterIPsRelatedFields',
    statements: [
      ['spec', given('type', ['ExternalName'], needs('externalName'))],
      [
        'spec',
        given(
          'type',
          ['ExternalName'],
          forbids('on a Service of type ExternalName', 'ipFamilyPolicy', 'ipFamilies', 'clusterIPs'),
        ),
      ],
      ['spec.externalName', format((text) => dnsSubdomainProblem(text.replace(/\.$/, '')))],
      ['spec.sessionAffinity', oneOf(['ClientIP', 'None'])],
      ['spec.sessionAffinityConfig.clientIP.timeoutSeconds', between(1, 86400)],
      ['spec.ipFamilies', atMost(2)],
      ['spec.ipFamilies[*]', oneOf(['IPv4', 'IPv6'], 'refused')],
      ['spec.ipFamilyPolicy', oneOf(['SingleStack', 'PreferDualStack', 'RequireDualStack'], 'refused')],
      ['spec.internalTrafficPolicy', oneOf(['Cluster', 'Local'], 'refused')],
      [
        'spec.trafficDistribution',
        oneOf(['PreferClose', 'PreferSameZone', 'PreferSameNode'], 'refused'),
        { since: 34 },
      ],
      ['spec.loadBalancerClass', qualifiedName],
      ['spec.externalIPs[*]', externalIp],
      ['spec.clusterIPs', atMost(2)],
      ['spec.clusterIPs[*]', clusterIp],
      ['spec', sameClusterIp],
      ['spec.ports[*].appProtocol', qualifiedName],
    ],
  },
  {
    of: 'Endpoints',
    source:
      'kubernetes pkg/apis/core/validation/validation.go validateEndpointSubsets, validateEndpointAddress, validateEndpointPort',
    statements: [
      ['subsets[*]', atLeastOne('addresses', 'notReadyAddresses')],
      ['subsets[*].addresses[*]', is('EndpointAddress')],
      ['subsets[*].notReadyAddresses[*]', is('EndpointAddress')],
      ['subsets[*].ports[*].port', portNumber],
      ['subsets[*].ports[*].name', dnsLabel],
      ['subsets[*].ports[*].protocol', oneOf(['TCP', 'UDP', 'SCTP'])],
      ['subsets[*].ports[*].appProtocol', qualifiedName],
      ['subsets[*].ports', namedIfSeveral],
    ],
  },
  {
    of: 'EndpointAddress',
    source: 'kubernetes pkg/apis/core/validation/validation.go validateEndpointAddress, ValidateEndpointIP',
    statements: [
      ['', needs('ip')],
      ['ip', ip, endpointIp],
      ['hostname', dnsLabel],
      ['nodeName', dnsSubdomain],
    ],
  },
  {
    of: 'discovery.k8s.io/EndpointSlice',
    source:
      'kubernetes pkg/apis/discovery/validation/validation.go ValidateEndpointSlice, validateEndpoints, validatePorts',
    statements: [
      ['', needs('addressType')],
      ['addressType', oneOf(['IPv4', 'IPv6', 'FQDN'])],
      ['endpoints', atMost(1000)],
      ['endpoints[*]', needs('addresses')],
      ['endpoints[*].addresses', atMost(100)],
      ['', addressesOfType],
      ['endpoints[*].hostname', dnsLabel],
      ['endpoints[*].nodeName', dnsSubdomain],
      ['endpoints[*].hints.forZones', uniqueBy(['name']), atMost(8)],
      ['endpoints[*].hints.forZones[*].name', labelValue],
      ['endpoints[*].hints.forNodes', uniqueBy(['name']), atMost(8)],
      ['ports', atMost(20000), uniqueByName],
      ['ports[*].name', dnsLabel],
      ['ports[*].port', portNumber],
      ['ports[*].protocol', oneOf(['TCP', 'UDP', 'SCTP'], 'refused')],
      ['ports[*].appProtocol', qualifiedName],
    ],
  },
  {
    of: 'networking.k8s.io/NetworkPolicy',
    source:
      'kubernetes pkg/apis/networking/validation/validation.go ValidateNetworkPolicySpec, ValidateNetworkPolicyPeer, ValidateIPBlock',
    statements: [
      ['spec.podSelector', is('LabelSelector')],
      ['spec.ingress[*].from[*]', is('NetworkPolicyPeer')],
      ['spec.egress[*].to[*]', is('NetworkPolicyPeer')],
    ],
  },
  {
    of: 'NetworkPolicyPeer',
    source:
      'kubernetes pkg/apis/networking/validation/validation.go ValidateNetworkPolicyPeer, ValidateIPBlock',
    statements: [
      ['podSelector', is('LabelSelector')],
      ['namespaceSelector', is('LabelSelector')],
      ['ipBlock.except[*]', filled],
    ],
  },
  {
    of: 'networking.k8s.io/Ingress',
    source:
      'kubernetes pkg/apis/networking/validation/validation.go ValidateIngressCreate, ValidateIngressSpec, validateIngressBackend, validateIngressTypedLocalObjectReference',
    statements: [
      ['spec.ingressClassName', format((text) => dnsSubdomainProblem(text), 'refused')],
      ['spec.defaultBackend', is('IngressBackend')],
      ['spec.rules[*].http.paths[*].backend', is('IngressBackend')],
      ['spec.tls[*].hosts[*]', filled],
    ],
  },
  {
    of: 'IngressBackend',
    source: 'kubernetes pkg/apis/networking/validation/validation.go validateIngressBackend',
    statements: [
      ['service.name', format((text) => dns1035Problem(text))],
      ['service.port.number', between(0, 65535)],
      ['resource', needs('kind', 'name')],
      ['resource.kind', pathSegment],
      ['resource.name', pathSegment],
      ['resource.apiGroup', dnsSubdomain],
    ],
  },
  {
    of: 'networking.k8s.io/IngressClass',
    source:
      'kubernetes pkg/apis/networking/validation/validation.go ValidateIngressClassSpec, validateIngressClassParametersReference',
    statements: [
      ['spec.controller', controllerName],
      ['spec.parameters', needs('kind', 'name')],
      ['spec.parameters.apiGroup', format((text) => dnsSubdomainProblem(text), 'refused')],
      ['spec.parameters.kind', pathSegment],
      ['spec.parameters.name', pathSegment],
      ['spec.parameters.scope', oneOf(['Cluster', 'Namespace'], 'refused')],
      ['spec.parameters.namespace', format((text) => dnsLabelProblem(text), 'refused')],
      ['spec.parameters', given('scope', ['Namespace'], needs('namespace'))],
      [
        'spec.parameters',
        given('scope', ['Cluster'], forbids('where the scope is Cluster', 'namespace'), 'Cluster'),
      ],
    ],
  },
  {
    of: 'networking.k8s.io/IPAddress',
    source:
      'kubernetes pkg/apis/networking/validation/validation.go ValidateIPAddress, ValidateIPAddressParentReference, apimachinery IsValidIP',
    statements: [
      ['', has('spec')],
      ['metadata.name', canonicalIp],
      ['spec', needs('parentRef')],
      ['spec.parentRef', needs('resource', 'name')],
      ['spec.parentRef.group', dnsSubdomain],
      ['spec.parentRef.resource', pathSegment],
      ['spec.parentRef.name', pathSegment],
      ['spec.parentRef.namespace', pathSegment],
    ],
  },
  {
    of: 'networking.k8s.io/ServiceCIDR',
    source: 'kubernetes pkg/apis/networking/validation/validation.go ValidateServiceCIDR',
    statements: [
      ['', has('spec')],
      ['spec', needs('cidrs')],
      ['spec.cidrs', atMost(2), unique],
      ['spec.cidrs[*]', cidr],
    ],
  },
];

function controllerName(value: JsonValue, visit: Visit): void {
  const text = stringOf(value);
  if (text === undefined || text === '') return;
  const slash = text.indexOf('/');
  const domain = slash < 0 ? undefined : dnsSubdomainProblem(text.slice(0, slash));
  if (text.length > 250) visit.report({ form: 'format', value, problem: 'is longer than 250 characters' });
  else if (
    slash < 0 ||
    domain !== undefined ||
    !/^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(text.slice(slash + 1))
  )
    visit.report({
      form: 'format',
      value,
      problem: 'must be a domain, a slash and a path, such as example.com/ingress',
    });
}

function clusterIp(value: JsonValue, visit: Visit): void {
  if (value !== 'None' && value !== '') ip(value, visit);
}

/** The first of clusterIPs is clusterIP, and is set by it. */
function sameClusterIp(spec: JsonValue, visit: Visit): void {
  if (!isObject(spec)) return;
  const [first] = listOf(spec.clusterIPs);
  if (first === undefined || first === null) return;
  const one = spec.clusterIP ?? '';
  if (one !== first)
    visit.report(
      {
        form: 'agreement',
        value: first,
        problem:
          one === ''
            ? 'needs clusterIP to be the same, which is not set'
            : `must be clusterIP, which is ${JSON.stringify(one)}`,
      },
      ['clusterIPs', 0],
    );
}

function externalIp(value: JsonValue, visit: Visit): void {
  filled(value, visit);
  ip(value, visit);
  endpointIp(value, visit);
}

/** No address that only a host, or a link, has (ValidateEndpointIP). */
function endpointIp(value: JsonValue, visit: Visit): void {
  const text = stringOf(value);
  if (text === undefined || !isAddress(text)) return;
  const problem = reserved(text);
  if (problem !== undefined)
    visit.report({ form: 'format', value: text, problem: `is ${problem}, and may not be used here` });
}

function reserved(address: string): string | undefined {
  if (!address.includes(':')) {
    const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
    if (a === 0 && b === 0 && c === 0 && d === 0) return 'the unspecified address';
    if (a === 127) return 'a loopback address';
    if (a === 169 && b === 254) return 'a link-local address';
    return a === 224 && b === 0 && c === 0 ? 'a link-local multicast address' : undefined;
  }
  const text = address.toLowerCase();
  if (/^[0:]+$/.test(text)) return 'the unspecified address';
  if (/^[0:]*:0*1$/.test(text)) return 'the loopback address';
  if (/^fe[89ab][0-9a-f]:/.test(text)) return 'a link-local address';
  return /^ff[0-9a-f]?2:/.test(text) ? 'a link-local multicast address' : undefined;
}

function namedIfSeveral(ports: JsonValue, visit: Visit): void {
  const list = listOf(ports);
  if (list.length < 2) return;
  list.forEach((port, index) => {
    if (!isSet(objectOf(port).name))
      visit.report({ form: 'required', problem: 'is required where there are several ports' }, [
        index,
        'name',
      ]);
  });
}

/** Left out, a name is empty, and only one port may have that. */
function uniqueByName(ports: JsonValue, visit: Visit): void {
  const seen = new Set<string>();
  listOf(ports).forEach((port, index) => {
    const name = objectOf(port).name ?? '';
    if (typeof name !== 'string') return;
    if (seen.has(name))
      visit.report(
        name === ''
          ? { form: 'required', problem: 'is required: only one port may have no name' }
          : { form: 'repeated', value: name, problem: 'is the name of a port before it, and must be unique' },
        [index, 'name'],
      );
    seen.add(name);
  });
}

function addressesOfType(slice: JsonValue, visit: Visit): void {
  if (!isObject(slice)) return;
  listOf(slice.endpoints).forEach((endpoint, index) => {
    listOf(objectOf(endpoint).addresses).forEach((entry, at) => {
      const address = entry ?? '';
      if (typeof address !== 'string') return;
      const path = ['endpoints', index, 'addresses', at];
      const problem = addressProblem(address, slice.addressType);
      if (problem !== undefined) visit.report({ form: 'format', value: address, problem }, path);
    });
  });
}

function addressProblem(address: string, type: JsonValue | undefined): string | undefined {
  if (type === 'FQDN') return address === '' ? 'must not be empty' : dnsSubdomainProblem(address);
  if (type !== 'IPv4' && type !== 'IPv6') return undefined;
  if (!isAddress(address) || address.includes(':') !== (type === 'IPv6')) return `is no ${type} address`;
  const problem = reserved(address);
  return problem === undefined ? undefined : `is ${problem}, and may not be used here`;
}

/** As Go writes it: in lower case, shortened, without leading zeros. */
function canonicalIp(value: JsonValue, visit: Visit): void {
  const text = stringOf(value);
  if (text === undefined || text === '') return;
  if (!isAddress(text))
    visit.report({
      form: 'format',
      value: text,
      problem: 'is no IP address, and the object is named after one',
    });
  else if (canonical(text) !== text)
    visit.report({
      form: 'format',
      value: text,
      problem: `is not written in the short form, which is ${canonical(text)}`,
    });
}

function canonical(address: string): string {
  if (!address.includes(':'))
    return address
      .split('.')
      .map((part) => String(Number(part)))
      .join('.');
  return new URL(`http://[${address}]/`).hostname.slice(1, -1);
}
