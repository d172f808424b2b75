import { getAt, isObject } from '../../base/json.ts';
import type { JsonObject, Path } from '../../base/json.ts';
import { isPlaceholder, isPlaceholderName } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check, Finding } from '../rule.ts';

/** Ports that the API server refuses (k/k ValidateNetworkPolicyPort; apimachinery IsValidPortNum, IsValidPortName). */
export const check: Check = function* (resource, { reach }) {
  const policy = reach.policy(resource);
  for (const { path } of [...policy.ingress, ...policy.egress].flatMap(({ ports }) => ports)) {
    const entry = getAt(resource.value, path);
    if (!isObject(entry)) continue;
    for (const finding of [
      protocolFinding(entry, path),
      portFinding(entry, path),
      endPortFinding(entry, path),
    ])
      if (finding !== undefined)
        yield {
          ...finding,
          message: `${finding.message} The API server rejects ${nameOf(resource)}.`,
        };
  }
};

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];

function protocolFinding({ protocol }: JsonObject, path: Path): Finding | undefined {
  if (typeof protocol !== 'string' || PROTOCOLS.includes(protocol) || isPlaceholder(protocol))
    return undefined;
  const meant = PROTOCOLS.find((one) => one === protocol.trim().toUpperCase());
  const at = [...path, 'protocol'];
  return {
    at,
    message: `Protocol ${JSON.stringify(protocol)} is none of TCP, UDP and SCTP.`,
    fixes:
      meant === undefined ? [] : [{ title: `Use ${meant}`, safety: 'safe', edits: [{ at, value: meant }] }],
  };
}

function portFinding({ port }: JsonObject, path: Path): Finding | undefined {
  const at = [...path, 'port'];
  if (typeof port === 'number')
    return isPortNumber(port) ? undefined : { at, message: `Port ${port} is not between 1 and 65535.` };
  if (typeof port !== 'string' || isPlaceholderName(port)) return undefined;
  const number = /^\d{1,5}$/.test(port) ? Number(port) : undefined;
  if (number !== undefined && isPortNumber(number)) {
    return {
      at,
      message: `Port ${JSON.stringify(port)} is in quotes: it is read as a name, and a name needs a letter.`,
      fixes: [{ title: `Use the number ${number}`, safety: 'safe', edits: [{ at, value: number }] }],
    };
  }
  const flaw = nameFlaw(port);
  return flaw === undefined ? undefined : { at, message: `Port name ${JSON.stringify(port)} ${flaw}.` };
}

function endPortFinding({ port, endPort }: JsonObject, path: Path): Finding | undefined {
  if (typeof endPort !== 'number') return undefined;
  const at = [...path, 'endPort'];
  if (port === undefined || port === null)
    return { at, message: `endPort ${endPort} has no port where the range begins.` };
  if (typeof port === 'string') {
    if (isPlaceholderName(port) || /^\d+$/.test(port)) return undefined;
    return { at, message: `endPort ${endPort} stands beside the port name ${port}; a range needs numbers.` };
  }
  if (typeof port !== 'number') return undefined;
  if (endPort < port) return { at, message: `endPort ${endPort} is below port ${port}.` };
  return isPortNumber(endPort) || !isPortNumber(port)
    ? undefined
    : { at, message: `endPort ${endPort} is not between 1 and 65535.` };
}

function isPortNumber(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}

function nameFlaw(name: string): string | undefined {
  if (name.length > 15) return 'has more than 15 characters';
  if (!/^[-a-z0-9]+$/.test(name)) return 'may hold lower-case letters, digits and dashes only';
  if (!/[a-z]/.test(name)) return 'needs a letter';
  if (name.includes('--')) return 'has two dashes in a row';
  return name.startsWith('-') || name.endsWith('-') ? 'begins or ends with a dash' : undefined;
}
