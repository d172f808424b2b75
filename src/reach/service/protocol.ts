import { getAt, stringOf } from '../../base/json.ts';
import type { Resource } from '../../resource/resource.ts';
import type { ServicePort } from './service.ts';

/**
 * What says that a port speaks a protocol: names by the convention `<protocol>[-<suffix>]`, or appProtocol. The
 * target must not speak against it: many call a port https that leads to a plain one.
 */
export function protocolSign(
  service: Resource,
  { name, targetPort, path }: ServicePort,
  protocol: 'https' | 'grpc',
): string | undefined {
  const appProtocol = stringOf(getAt(service.value, [...path, 'appProtocol']));
  const is = (value: string | undefined): boolean =>
    value !== undefined && (protocol === 'https' ? /^https(?:-|$)/i : /^grpcs?(?:$|-(?!web))/i).test(value);
  if (is(appProtocol)) return `whose appProtocol is ${appProtocol ?? ''}`;
  if (typeof targetPort === 'string' && is(targetPort)) return `whose targetPort is named ${targetPort}`;
  const plain =
    typeof targetPort === 'string' ? !is(targetPort) : protocol === 'https' && !TLS_PORTS.has(targetPort);
  return is(name) && !plain ? `which is named ${name}` : undefined;
}

/** Numbers that are TLS by convention (IANA https, https-alt as everybody uses it). */
const TLS_PORTS: ReadonlySet<unknown> = new Set([443, 8443, 6443, 9443, 10443]);
