/**
 * The layers of src/ and what each may import: a folder may import itself and those it names. `disk` folders or files
 * are the only ones that touch the file system. ARCHITECTURE.md prints this table; architecture.test.ts keeps it.
 */
export interface Layer {
  readonly folder: string;
  readonly holds: string;
  readonly mayImport: readonly string[];
  readonly packages: readonly string[];
}

const DOMAIN = ['base', 'regex', 'document', 'resource', 'reference', 'reach', 'diagnostic'];

export const LAYERS: readonly Layer[] = [
  {
    folder: 'base',
    holds: 'JSON values and paths, nearest names, sets of ports and addresses',
    mayImport: [],
    packages: ['node:module'],
  },
  {
    folder: 'regex',
    holds: 'regular expressions of strangers, matched in linear time',
    mayImport: ['base'],
    packages: ['re2js', 'kubeplumb:schemas'],
  },
  {
    folder: 'source',
    holds: 'text and lines; finding and reading files; telling templates from manifests',
    mayImport: ['base'],
    packages: ['ignore', 'minimatch', 'node:child_process', 'node:fs', 'node:path'],
  },
  {
    folder: 'document',
    holds: 'splitting at `---`, YAML as the API server reads it, path to span',
    mayImport: ['base', 'source'],
    packages: ['yaml'],
  },
  {
    folder: 'resource',
    holds: 'identity, kinds, pods and containers, label selectors, Kustomize roles',
    mayImport: ['base', 'document'],
    packages: ['@kubernetes-models/base', 'kubernetes-models'],
  },
  {
    folder: 'secret',
    holds: 'which values nobody may see, and texts without them',
    mayImport: ['base', 'document'],
    packages: [],
  },
  {
    folder: 'schema',
    holds: 'what the API server takes of each kind in each version of Kubernetes',
    mayImport: ['base', 'regex', 'document', 'resource', 'secret'],
    packages: ['kubeplumb:schemas'],
  },
  {
    folder: 'validation',
    holds: 'what the validation of the API server states of each kind, in tables',
    mayImport: ['base', 'resource'],
    packages: [],
  },
  {
    folder: 'reference',
    holds: 'the catalogue of reference fields, extraction, what controllers make, the graph',
    mayImport: ['base', 'document', 'resource'],
    packages: [],
  },
  {
    folder: 'reach',
    holds: 'Service ports on pods, policies, DNS, who depends on whom',
    mayImport: ['base', 'regex', 'document', 'resource', 'reference'],
    packages: [],
  },
  {
    folder: 'diagnostic',
    holds: 'a finding, its place, order and fingerprint',
    mayImport: ['base', 'document', 'resource', 'secret'],
    packages: ['node:crypto'],
  },
  {
    folder: 'rule',
    holds: 'rule files made into checks, CEL expectations, the checks',
    mayImport: [...DOMAIN, 'secret', 'schema', 'validation'],
    packages: ['@marcbachmann/cel-js', 'kubeplumb:rules', 'kubeplumb:schemas'],
  },
  {
    folder: 'workspace',
    holds: 'the one mutable object: documents by their text, a check of everything',
    mayImport: [...DOMAIN, 'source', 'rule'],
    packages: [],
  },
  {
    folder: 'report',
    holds: 'result to text: pretty, concise, json',
    mayImport: [...DOMAIN, 'secret', 'source', 'workspace'],
    packages: [],
  },
  {
    folder: 'cli',
    holds: 'arguments, terminal, exit codes',
    mayImport: [...DOMAIN, 'secret', 'source', 'rule', 'workspace', 'report'],
    packages: ['node:fs', 'node:os', 'node:path', 'node:process', 'node:tty', 'node:url', 'node:util'],
  },
];

/** Files of `source` that touch the disk: only the command line may import them. */
export const DISK: readonly string[] = [
  'source/disk.ts',
  'source/git/command.ts',
  'source/git/listing.ts',
  'source/git/path-resolution.ts',
  'source/git/blobs.ts',
  'source/git/revision-tree.ts',
  'source/git/revision.ts',
  'source/sources.ts',
  'source/tree/tree.ts',
  'source/tree/disk.ts',
  'source/walk.ts',
  'source/read.ts',
  'source/glob.ts',
  'source/ignored.ts',
  'source/chart.ts',
  'source/decode.ts',
  'source/manifest-files.ts',
];
