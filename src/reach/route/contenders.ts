import { defaultPort } from '../../reference/urls.ts';
import { bySpecificity } from './host.ts';
import type { Request } from './request.ts';
import type { Decision } from './table.ts';

/** The doors that may be asked, by how well they fit. */
export interface Contenders {
  /** Alike: which of them the name of the host leads to is written in no manifest. Empty if nobody serves the host. */
  readonly followed: readonly Decision[];
  /** Less specific: for a wildcard, for all hosts, or on ports that nobody names. */
  readonly others: readonly Decision[];
}

/** The doors with the most specific pattern of the host, and the others. */
export function contendersFor(decisions: readonly Decision[], request: Request): Contenders {
  const all = withoutEmptyOfSameAddress(decisions);
  // A listener for every host that has no route for this one is no sign that the name leads there.
  const known = all.filter((one) => one.host !== undefined || isOfThisHost(one, request));
  const served = (known.length > 0 ? known : all).filter(({ table }) => table.served !== 'no');
  const able = served.length > 0 ? served : known.length > 0 ? known : all;
  const ranked = [...able].sort((a, b) => compare(a, b, request));
  const [first] = ranked;
  if (first === undefined) return { followed: [], others: [] };
  const followed = able.filter((one) => compare(first, one, request) === 0);
  return { followed, others: able.filter((one) => !followed.includes(one)) };
}

function isOfThisHost({ table }: Decision, { host }: Request): boolean {
  return table.hostname === host;
}

/** Negative where the first fits better: its host, then that it says of the port what others only leave open. */
function compare(a: Decision, b: Decision, request: Request): number {
  const byHost = bySpecificity(patternOf(a), patternOf(b));
  if (byHost !== 0) return byHost;
  return portRank(a, request) - portRank(b, request);
}

function patternOf({ host, table }: Decision): string {
  return host ?? table.hostname ?? '';
}

/** Nobody writes on which ports an Ingress controller listens: other than the usual two, it is a guess. */
function portRank({ table }: Decision, { port, scheme }: Request): number {
  return table.port === undefined && port !== defaultPort(scheme) ? 1 : 0;
}

/** What one program makes one table of: where one part has an entry for the request, the others do not answer it. */
function withoutEmptyOfSameAddress(all: readonly Decision[]): readonly Decision[] {
  const answered = new Set(
    all.filter(({ entry }) => entry !== undefined).map(({ table }) => table.address ?? table),
  );
  return all.filter(
    ({ entry, table }) => entry !== undefined || table.address === undefined || !answered.has(table.address),
  );
}
