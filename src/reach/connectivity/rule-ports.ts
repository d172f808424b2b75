import { isProtocol, PortSet, PROTOCOLS } from '../../base/ports.ts';
import type { Protocol } from '../../base/ports.ts';
import type { ContainerPort } from '../../resource/pod.ts';
import { isWhole } from '../service/behind.ts';
import type { EndClass, PodClass, UnseenClass } from './end-class.ts';
import { atMost, eitherOf, exactly } from './estimate.ts';
import type { Estimate } from './estimate.ts';
import { declaredPorts } from '../service/service.ts';

/** The ports that a rule of a policy means: numbers, and names that every destination resolves for itself. */
export interface RulePorts {
  readonly numbers: PortSet;
  readonly names: readonly PortName[];
}

export interface PortName {
  readonly name: string;
  /** Undefined: of any protocol (CP8). */
  readonly protocol: Protocol | undefined;
}

export const EVERY_PORT: RulePorts = { numbers: PortSet.all, names: [] };

/** What the ports of a rule are where its traffic arrives (NP10, NP11). */
export function portsOn(ports: RulePorts, destination: EndClass): Estimate {
  let found = exactly(ports.numbers);
  if (destination.kind === 'addresses') return found;
  const named = namedPortsOf(destination);
  for (const name of ports.names) found = eitherOf(found, resolve(name, named));
  return found;
}

/** Ports cut at the bounds of what rules mean, so that one port of a piece stands for all of it; no piece is empty. */
export function piecesOf(ports: PortSet, cuts: Iterable<PortSet>): readonly PortSet[] {
  let pieces: readonly PortSet[] = ports.isEmpty ? [] : [ports];
  for (const cut of cuts)
    pieces = pieces
      .flatMap((piece) => [piece.intersect(cut), piece.subtract(cut)])
      .filter((piece) => !piece.isEmpty);
  return pieces;
}

/** All that names of ports can mean at an end, as a text: equal ones resolve all names alike. */
export function namesOf(end: EndClass): string {
  if (end.kind === 'addresses') return 'none';
  const { declared, whole } = namedPortsOf(end);
  return JSON.stringify([whole, declared.map(({ name, port, protocol }) => [name, port, protocol])]);
}

interface NamedPorts {
  readonly declared: readonly PortOfPod[];
  /** Whether these are all. */
  readonly whole: boolean;
}

type PortOfPod = Pick<ContainerPort, 'name' | 'port' | 'protocol'>;

function namedPortsOf(destination: PodClass | UnseenClass): NamedPorts {
  return destination.kind === 'pods'
    ? { declared: declaredPorts(destination.pod), whole: isWhole(destination.pod) }
    : { declared: destination.unseen.ports, whole: destination.unseen.isPod === 'no' };
}

/**
 * Plugins agree on a name that one container declares. Of one that several containers declare, some plugins take the
 * first number and others all. Where operators complete the containers, the name may mean any port.
 */
function resolve({ name, protocol }: PortName, { declared: all, whole }: NamedPorts): Estimate {
  let found: Estimate = exactly(PortSet.none);
  for (const wanted of protocol === undefined ? PROTOCOLS : [protocol]) {
    const declared = all.filter((port) => port.name === name && port.protocol === wanted);
    const [first, ...others] = declared.map((port) => portOf(port, wanted));
    if (first !== undefined) found = eitherOf(found, exactly(first));
    for (const other of others) found = eitherOf(found, atMost(other));
    if (first === undefined && !whole) found = eitherOf(found, atMost(PortSet.ofProtocol(wanted)));
  }
  return found;
}

function portOf({ port }: PortOfPod, protocol: Protocol): PortSet {
  return port === undefined ? PortSet.none : PortSet.of(protocol, port);
}

/**
 * One item of a list of ports: all ports of the protocol where no port is written. A protocol that the API server
 * rejects means no port.
 */
export function portItem(
  protocol: string,
  port: number | string | undefined,
  endPort: number | undefined,
): RulePorts {
  if (!isProtocol(protocol)) return { numbers: PortSet.none, names: [] };
  if (typeof port === 'string') return { numbers: PortSet.none, names: [{ name: port, protocol }] };
  const numbers =
    port === undefined ? PortSet.ofProtocol(protocol) : PortSet.of(protocol, port, endPort ?? port);
  return { numbers, names: [] };
}

/** The items of a list ORed; a list without items means every port. */
export function portList(items: readonly RulePorts[]): RulePorts {
  if (items.length === 0) return EVERY_PORT;
  return {
    numbers: PortSet.union(items.map(({ numbers }) => numbers)),
    names: items.flatMap(({ names }) => names),
  };
}
