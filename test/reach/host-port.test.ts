import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/base/json.ts';
import { excludes, hostPortsOf } from '../../src/reach/service/host-port.ts';
import type { HostPort } from '../../src/reach/service/host-port.ts';
import { podsOf } from '../../src/resource/pod.ts';
import { resourceOf } from '../../src/resource/resource.ts';

function portsOf(spec: JsonObject): readonly HostPort[] {
  const value = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'n' }, spec };
  const manifest = { file: 'p.yaml', index: 0, offset: 0, document: { text: '', value, problems: [] } };
  const resource = resourceOf({ manifest, base: [], value }, 'n', new Set());
  return podsOf(resource).flatMap((pod) => hostPortsOf(pod, resource.value));
}

describe('the ports of the node that a pod takes', () => {
  it('are those with a hostPort', () => {
    const containers = [
      { name: 'a', image: 'a', ports: [{ containerPort: 80, hostPort: 8080, hostIP: '127.0.0.1' }] },
      { name: 'b', image: 'b', ports: [{ containerPort: 81 }, { containerPort: 82, hostPort: 0 }] },
    ];
    expect(portsOf({ containers }).map(({ port, address }) => [port, address])).toEqual([
      [8080, '127.0.0.1'],
    ]);
  });

  it('are all declared ones with hostNetwork', () => {
    const containers = [{ name: 'a', image: 'a', ports: [{ containerPort: 53, protocol: 'UDP' }] }];
    expect(portsOf({ hostNetwork: true, containers })).toEqual([
      {
        path: ['spec', 'containers', 0, 'ports', 0, 'containerPort'],
        port: 53,
        protocol: 'UDP',
        address: '',
      },
    ]);
  });

  it('are not those of init containers that end', () => {
    const ports = [{ containerPort: 80, hostPort: 80 }];
    const main = { name: 'a', image: 'a' };
    const init = { name: 'i', image: 'i', ports };
    expect(portsOf({ containers: [main], initContainers: [init] })).toEqual([]);
    const sidecar = { ...init, restartPolicy: 'Always' };
    expect(portsOf({ containers: [main], initContainers: [sidecar] })).toHaveLength(1);
  });
});

describe('two host ports exclude each other', () => {
  const port: HostPort = { path: [], port: 80, protocol: 'TCP', address: '10.0.0.1' };
  it.each<[string, Partial<HostPort>, boolean]>([
    ['on the same address', {}, true],
    ['if one takes every address', { address: '' }, true],
    ['if one takes 0.0.0.0', { address: '0.0.0.0' }, true],
    ['not on different addresses', { address: '10.0.0.2' }, false],
    ['not with different protocols', { protocol: 'UDP' }, false],
    ['not with different numbers', { port: 81 }, false],
  ])('%s', (_name, other, expected) => {
    expect(excludes(port, { ...port, ...other })).toBe(expected);
    expect(excludes({ ...port, ...other }, port)).toBe(expected);
  });
});
