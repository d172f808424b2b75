import { DEFAULT_KUBERNETES_VERSION } from '../workspace/options.ts';
import { NEWEST_MINOR, OLDEST_MINOR } from './kubernetes-version.ts';

export interface OptionSpec {
  readonly name: string;
  readonly short?: string;
  /** What stands for the value in the help; without it the option is a switch. */
  readonly value?: string;
  /** Whether it may be given several times. */
  readonly repeatable?: boolean;
  readonly summary: string;
}

export interface CommandSpec {
  readonly name: string;
  readonly operands: string;
  readonly summary: string;
  /** Paragraphs below the usage line. */
  readonly about: readonly string[];
  readonly options: readonly OptionSpec[];
  /** Lines at the end, such as exit codes. */
  readonly closing: readonly string[];
}

const COLOR: OptionSpec = { name: 'color', value: 'when', summary: 'auto (default), always or never' };
const CLOSED_WORLD: OptionSpec = { name: 'closed-world', summary: 'Nothing exists beside these manifests' };
const NAMESPACE: OptionSpec = {
  name: 'namespace',
  short: 'n',
  value: 'name',
  summary: 'Of objects that leave theirs out',
};
const KUBERNETES_VERSION: OptionSpec = {
  name: 'kubernetes-version',
  value: 'version',
  summary: `1.${OLDEST_MINOR} to 1.${NEWEST_MINOR} (default ${DEFAULT_KUBERNETES_VERSION})`,
};
const HELP: OptionSpec = { name: 'help', short: 'h', summary: 'Show this help' };

export const CHECK: CommandSpec = {
  name: 'check',
  operands: '[paths…]',
  summary: 'Check that the promised requests get through',
  about: ['Paths are files, folders, globs or - for standard input; none: this folder.'],
  options: [
    { name: 'format', value: 'format', summary: 'pretty (default), concise or json' },
    { name: 'quiet', short: 'q', summary: 'Report errors only' },
    { name: 'show', value: 'what', repeatable: true, summary: 'copies: infos about copies of objects, too' },
    { name: 'fail-on', value: 'severity', summary: 'error (default), warning, info or never' },
    { name: 'max-warnings', value: 'number', summary: 'Fail above this number of warnings' },
    { name: 'max-findings', value: 'number', summary: 'Print only so many (50 at a terminal)' },
    { name: 'statistics', summary: 'Print how many each rule has instead' },
    {
      name: 'definitions',
      value: 'path',
      repeatable: true,
      summary: 'Has CRDs and policies to check against',
    },
    CLOSED_WORLD,
    NAMESPACE,
    KUBERNETES_VERSION,
    COLOR,
    HELP,
  ],
  closing: [
    'Exit code: 0 nothing found at or above --fail-on, 1 something found,',
    '2 wrong usage, nothing to check, or an internal error.',
  ],
};

export const RULES: CommandSpec = {
  name: 'rules',
  operands: '[id]',
  summary: 'List the rules, or explain one',
  about: ['With an id: why the rule exists, and how to fix what it finds.'],
  options: [
    { name: 'examples', summary: 'With all examples of the rule, and its sources' },
    { name: 'format', value: 'format', summary: 'pretty (default) or json' },
    COLOR,
    HELP,
  ],
  closing: [],
};

const END_FORMS = "An end is 'internet', an address, a block, or <namespace>/<kind>/<name>.";

export const CONNECTIVITY: CommandSpec = {
  name: 'connectivity',
  operands: '[paths…]',
  summary: 'Say who can reach whom, on which ports',
  about: ['All that policies allow between workloads, and to and from outside.', END_FORMS],
  options: [
    { name: 'from', value: 'end', repeatable: true, summary: 'Only connections from it' },
    { name: 'to', value: 'end', repeatable: true, summary: 'Only connections to it' },
    {
      name: 'port',
      value: 'port',
      repeatable: true,
      summary: 'Only such ports: tcp/8080, udp/53, tcp/1-1023',
    },
    { name: 'verdict', value: 'verdict', repeatable: true, summary: 'Only allowed, depends or blocked ones' },
    { name: 'explain', summary: 'With the rules that open or close each pair' },
    { name: 'grouped', summary: 'json by groups of equal workloads, not pairs' },
    { name: 'exposure', summary: 'And what would be open to pods that are not there yet' },
    { name: 'format', value: 'format', summary: 'text (default), json, csv, dot or mermaid' },
    CLOSED_WORLD,
    NAMESPACE,
    COLOR,
    HELP,
  ],
  closing: ['Exit code: 0 printed, 2 wrong usage, nothing to read, or an internal error.'],
};

export const TRACE: CommandSpec = {
  name: 'trace',
  operands: '<from> <to>',
  summary: 'Follow one request, hop by hop',
  about: [
    END_FORMS,
    '<to> takes a port, too: shop/service/api:80, deploy/api:http, 10.0.0.1:53/udp.',
    'It may also be a pod by its name (db-0.db:5432), or a URL: then the Ingress or',
    'listener that serves it decides.',
  ],
  options: [
    { name: 'path', value: 'path', repeatable: true, summary: 'Manifests; this folder if not given' },
    { name: 'method', value: 'method', summary: 'Of a request to a URL (default GET)' },
    { name: 'header', value: 'header', repeatable: true, summary: "Of it, as 'name: value'" },
    { name: 'sni', value: 'host', summary: 'What TLS asks for, if not the host of the URL' },
    { name: 'format', value: 'format', summary: 'text (default) or json' },
    CLOSED_WORLD,
    NAMESPACE,
    COLOR,
    HELP,
  ],
  closing: [
    'Exit code: 0 it gets through, 1 it does not, 3 not told, or only a part fails,',
    '2 wrong usage, nothing to read, or an internal error.',
  ],
};

export const DIFF: CommandSpec = {
  name: 'diff',
  operands: '<old> <new>',
  summary: 'Say what a change opens, closes, breaks and fixes',
  about: ['A side is a folder, a file, or git:<revision> for this folder as it was then.'],
  options: [
    { name: 'format', value: 'format', summary: 'text (default), json or markdown' },
    { name: 'fail-on', value: 'severity', summary: 'error (default), warning, info or never' },
    CLOSED_WORLD,
    NAMESPACE,
    KUBERNETES_VERSION,
    COLOR,
    HELP,
  ],
  closing: [
    'Exit code: 0 no new finding at or above --fail-on, 1 some, 2 wrong usage,',
    'nothing to read, or an internal error.',
  ],
};

export const ROUTES: CommandSpec = {
  name: 'routes',
  operands: '[paths…]',
  summary: 'Print the route table of every host',
  about: [
    'What Ingresses and Gateway routes do with each host and path, in the order in',
    'which they are tried; what never gets a request is struck out, with the reason.',
  ],
  options: [
    { name: 'host', value: 'host', repeatable: true, summary: 'Only hosts that serve it' },
    { name: 'format', value: 'format', summary: 'text (default), json or markdown' },
    CLOSED_WORLD,
    NAMESPACE,
    COLOR,
    HELP,
  ],
  closing: ['Exit code: 0 printed, 2 wrong usage, nothing to read, or an internal error.'],
};

export const COMMANDS: readonly CommandSpec[] = [CHECK, TRACE, ROUTES, CONNECTIVITY, DIFF, RULES];
