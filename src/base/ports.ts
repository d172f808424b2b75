import { Intervals } from './intervals.ts';

/** The protocols that policies know (core/v1 Protocol); ICMP is no port's. */
export type Protocol = 'TCP' | 'UDP' | 'SCTP';

export const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

export function isProtocol(text: string): text is Protocol {
  return text === 'TCP' || text === 'UDP' || text === 'SCTP';
}

/** Ports of one protocol in a row, both ends inclusive. */
export interface PortRange {
  readonly protocol: Protocol;
  readonly first: number;
  readonly last: number;
}

const LAST = 65_535;

/**
 * Where the ports of a protocol begin on one line of numbers. Port 0 belongs to nobody, so that intervals of two
 * protocols never touch.
 */
const OFFSET: Readonly<Record<Protocol, number>> = { TCP: 0, UDP: 0x1_0000, SCTP: 0x2_0000 };

/** An immutable set of ports 1 to 65535 of each protocol. Equal sets are structurally equal. */
export class PortSet {
  readonly #line: Intervals<number>;

  private constructor(line: Intervals<number>) {
    this.#line = line;
  }

  /** The ports from `first` to `last`; what lies outside 1 to 65535 is left out, and none is left if last < first. */
  static of(protocol: Protocol, first: number, last: number = first): PortSet {
    return PortSet.ofRanges([{ protocol, first, last }]);
  }

  static ofProtocol(protocol: Protocol): PortSet {
    return PortSet.of(protocol, 1, LAST);
  }

  static ofRanges(ranges: Iterable<PortRange>): PortSet {
    const intervals: [number, number][] = [];
    for (const { protocol, first, last } of ranges) {
      const offset = OFFSET[protocol];
      intervals.push([offset + Math.max(Math.ceil(first), 1), offset + Math.min(Math.floor(last), LAST) + 1]);
    }
    return new PortSet(Intervals.of(intervals));
  }

  static union(sets: readonly PortSet[]): PortSet {
    const [only, another] = sets;
    if (only !== undefined && another === undefined) return only;
    return new PortSet(Intervals.of(sets.flatMap((set) => [...set.#line])));
  }

  static readonly none: PortSet = PortSet.ofRanges([]);
  static readonly all: PortSet = PortSet.ofRanges(
    PROTOCOLS.map((protocol) => ({ protocol, first: 1, last: LAST })),
  );

  get isEmpty(): boolean {
    return this.#line.isEmpty;
  }

  get isAll(): boolean {
    return this === PortSet.all || this.equals(PortSet.all);
  }

  contains(protocol: Protocol, port: number): boolean {
    return port >= 1 && port <= LAST && this.#line.contains(OFFSET[protocol] + port);
  }

  union(other: PortSet): PortSet {
    if (this === other || other.isEmpty || this === PortSet.all) return this;
    if (this.isEmpty || other === PortSet.all) return other;
    return new PortSet(this.#line.union(other.#line));
  }

  intersect(other: PortSet): PortSet {
    if (this === other || this.isEmpty || other === PortSet.all) return this;
    if (other.isEmpty || this === PortSet.all) return other;
    return new PortSet(this.#line.intersect(other.#line));
  }

  subtract(other: PortSet): PortSet {
    if (this.isEmpty || other.isEmpty) return this;
    if (this === other || other === PortSet.all) return PortSet.none;
    return new PortSet(this.#line.subtract(other.#line));
  }

  isSubsetOf(other: PortSet): boolean {
    return this === other || other === PortSet.all || this.#line.isSubsetOf(other.#line);
  }

  equals(other: PortSet): boolean {
    return this === other || this.#line.equals(other.#line);
  }

  /** By protocol, then rising. */
  ranges(): readonly PortRange[] {
    return [...this.#line].map(([start, end]) => {
      const protocol = start < OFFSET.UDP ? 'TCP' : start < OFFSET.SCTP ? 'UDP' : 'SCTP';
      const offset = OFFSET[protocol];
      return { protocol, first: start - offset, last: end - 1 - offset };
    });
  }

  /** `TCP 80, 443-445; UDP 53`; a protocol alone means all its ports. `all` and `none` are said so. */
  toString(): string {
    if (this.isEmpty) return 'none';
    if (this.isAll) return 'all';
    const ranges = this.ranges();
    return PROTOCOLS.flatMap((protocol) => {
      const own = ranges.filter((range) => range.protocol === protocol);
      return own.length === 0 ? [] : [[protocol, own.map(formatRange).join(', ')].join(' ').trimEnd()];
    }).join('; ');
  }
}

function formatRange({ first, last }: PortRange): string {
  if (first === 1 && last === LAST) return '';
  return first === last ? String(first) : `${first}-${last}`;
}
