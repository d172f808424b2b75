import { contains, formatAddress, formatCidr, parseCidr } from '../../base/cidr.ts';
import type { CidrFlaw, ParsedCidr } from '../../base/cidr.ts';
import { getAt, isObject, listOf, stringOf } from '../../base/json.ts';
import type { JsonObject, Path } from '../../base/json.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check, Finding, FindingFix } from '../rule.ts';

/**
 * Address blocks of a policy (k/k ValidateIPBlock). `with.flaw` says which ones: `invalid`, `ambiguous` (accepted
 * until StrictIPCIDRValidation, which is on since Kubernetes 1.36), or `except` that is no part of its block.
 */
export const check: Check = function* (resource, { reach, version, params }) {
  const find = FLAWS[stringOf(params.flaw) ?? ''];
  if (find === undefined) return;
  const policy = reach.policy(resource);
  for (const { path } of [...policy.ingress, ...policy.egress].flatMap(({ peers }) => peers)) {
    const block = getAt(resource.value, [...path, 'ipBlock']);
    if (isObject(block)) yield* find(block, [...path, 'ipBlock'], nameOf(resource), version);
  }
};

type Find = (block: JsonObject, path: Path, policy: string, version: number) => Iterable<Finding>;

const FLAWS: Readonly<Record<string, Find | undefined>> = { invalid, ambiguous, except: outside };

function textsOf(block: JsonObject, path: Path): readonly { readonly text: string; readonly at: Path }[] {
  const texts: { text: string; at: Path }[] = [];
  if (typeof block.cidr === 'string') texts.push({ text: block.cidr, at: [...path, 'cidr'] });
  listOf(block.except).forEach((text, index) => {
    if (typeof text === 'string') texts.push({ text, at: [...path, 'except', index] });
  });
  return texts.filter(({ text }) => !isPlaceholderName(text));
}

function* invalid(block: JsonObject, path: Path, policy: string): Iterable<Finding> {
  const { cidr } = block;
  if (cidr === undefined || cidr === null || cidr === '') {
    yield {
      at: [...path, 'cidr'],
      message: `This ipBlock has no cidr; the API server rejects ${policy}.`,
    };
  }
  for (const { text, at } of textsOf(block, path)) {
    if (text === '' || parseCidr(text) !== undefined) continue;
    const length = text.includes(':') ? 128 : 32;
    const single = text.includes('/') ? undefined : parseCidr(`${text}/${length}`);
    const hint = single === undefined ? '' : ` A single address is written ${text}/${length}.`;
    yield {
      at,
      message: `${JSON.stringify(text)} is no block of addresses such as 10.0.0.0/8 or 2001:db8::/32; the API server rejects ${policy}.${hint}`,
      fixes:
        single === undefined
          ? []
          : [{ title: `Use ${text}/${length}`, safety: 'safe', edits: [{ at, value: `${text}/${length}` }] }],
    };
  }
}

const STRICT_SINCE = 36;

function* ambiguous(block: JsonObject, path: Path, policy: string, version: number): Iterable<Finding> {
  for (const { text, at } of textsOf(block, path)) {
    const parsed = parseCidr(text);
    if (parsed?.flaw === undefined) continue;
    const strict = version >= STRICT_SINCE;
    const effect = strict
      ? `the API server rejects ${policy}`
      : `API servers before 1.36 read it as ${formatCidr(parsed.cidr)}, later ones reject ${policy}`;
    yield {
      at,
      message: `${text} ${REASONS[parsed.flaw]}: ${effect}.`,
      ...(strict ? {} : { severity: 'warning' }),
      fixes: readings(parsed).map((value): FindingFix => ({
        title: `Use ${value}`,
        safety: 'unsafe',
        edits: [{ at, value }],
      })),
    };
  }
}

const REASONS: Readonly<Record<CidrFlaw, string>> = {
  'host-bits': 'is an address within a block, and a block was asked for',
  'leading-zeros': 'has leading zeros, which some programs read as octal',
  mapped: 'is an IPv4 address written as IPv6, which programs read in two ways',
};

/** What is in force before 1.36 comes first. */
function readings({ cidr, flaw, address }: ParsedCidr): readonly string[] {
  if (flaw === 'mapped') return [];
  const length = cidr.family === 4 ? 32 : 128;
  return flaw === 'host-bits'
    ? [formatCidr(cidr), `${formatAddress(cidr.family, address)}/${length}`]
    : [formatCidr(cidr)];
}

function* outside(block: JsonObject, path: Path, policy: string): Iterable<Finding> {
  const whole = parseCidr(stringOf(block.cidr) ?? '')?.cidr;
  if (whole === undefined) return;
  for (const { text, at } of textsOf({ except: block.except }, path)) {
    const part = parseCidr(text)?.cidr;
    if (part === undefined || (contains(whole, part) && part.bits > whole.bits)) continue;
    const same = formatCidr(part) === formatCidr(whole);
    yield {
      at,
      message: `Exception ${text} is ${same ? 'all of' : 'not within'} ${formatCidr(whole)}; an exception must be a smaller part of its cidr. The API server rejects ${policy}.`,
    };
  }
}
