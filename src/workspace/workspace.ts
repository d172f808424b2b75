import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { discreetly } from '../diagnostic/discreet.ts';
import { inOrder } from '../diagnostic/order.ts';
import { suppress } from '../diagnostic/suppression.ts';
import type { Document } from '../document/document.ts';
import { parseChunk } from '../document/parse.ts';
import { carryDecisions } from '../reach/connectivity/decisions.ts';
import { Reach } from '../reach/reach.ts';
import type { Resource } from '../resource/resource.ts';
import { Graph } from '../reference/graph.ts';
import { RULES } from '../rule/catalog.ts';
import type { Fault, FaultsOf } from '../rule/broken-hops.ts';
import { Checker } from '../rule/run.ts';
import type { SourceFile, SourceProblem } from '../source/file.ts';
import { load } from './load.ts';
import type { Loaded } from './load.ts';
import { faultOf } from './fault.ts';
import { diagnosticOf } from './notice.ts';
import { DEFAULT_KUBERNETES_VERSION } from './options.ts';
import type { CheckOptions } from './options.ts';
import type { CheckResult } from './result.ts';

/** What a workspace did, for those who want to know that it did no more than it had to. */
export interface Counters {
  documentsParsed: number;
  resourcesChecked: number;
}

export interface Timings {
  parseMs: number;
  indexMs: number;
  rulesMs: number;
}

/** The input as a whole: what `check` judges, and what questions about it are put to. */
export interface World {
  readonly loaded: Loaded;
  readonly graph: Graph;
  /** Of every file that was read, by its name. */
  readonly texts: ReadonlyMap<string, string>;
  /** How many of them are checked. */
  readonly files: number;
}

/** The one mutable object: the documents of the last check, by their text, and what was decided about them. */
export class Workspace {
  readonly counters: Counters = { documentsParsed: 0, resourcesChecked: 0 };
  /** Of the last check, in milliseconds. */
  readonly timings: Timings = { parseMs: 0, indexMs: 0, rulesMs: 0 };
  readonly #options: CheckOptions;
  #documents = new Map<string, Document | undefined>();
  #last: Graph | undefined;

  constructor(options: CheckOptions) {
    this.#options = options;
  }

  /** What the files hold, without a rule having looked at it. */
  read(files: readonly SourceFile[]): World {
    const { onProgress } = this.#options;
    const sorted = [...files].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
    const kept = new Map<string, Document | undefined>();
    const started = performance.now();
    const loaded = load(sorted, {
      ...(this.#options.namespace === undefined ? {} : { namespace: this.#options.namespace }),
      parse: (chunk) => this.#parse(chunk, kept),
      onFile: (done) => onProgress?.({ phase: 'reading', done, total: sorted.length }),
    });
    this.#documents = kept;
    const parsed = performance.now();
    const { resources: checked, unreadable } = loaded;
    const definitions = this.#options.definitions ?? [];
    const resources = [...checked, ...this.#defining(definitions, checked, kept)];
    const graph = new Graph({ resources, unreadable, closedWorld: this.#options.closedWorld });
    if (this.#last !== undefined) carryDecisions(graph, this.#last);
    this.#last = graph;
    this.timings.parseMs = parsed - started;
    this.timings.indexMs = performance.now() - parsed;
    const texts = new Map([...definitions, ...sorted].map(({ file, text }) => [file, text]));
    return { loaded, graph, texts, files: sorted.length };
  }

  check(files: readonly SourceFile[], problems: readonly SourceProblem[] = []): CheckResult {
    return this.checkWorld(this.read(files), problems);
  }

  checkWorld({ loaded, graph, texts, files }: World, problems: readonly SourceProblem[] = []): CheckResult {
    const { onProgress } = this.#options;
    const { resources } = loaded;
    const started = performance.now();
    const checker = this.#checkerOf(graph);

    const diagnostics: Diagnostic[] = [
      ...loaded.notices,
      ...problems.map(({ file, code, message }) => ({ rule: code, message, place: { file } })),
    ].map(diagnosticOf);
    resources.forEach((resource, done) => {
      onProgress?.({ phase: 'checking', done, total: resources.length });
      diagnostics.push(...checker.check(resource));
      this.counters.resourcesChecked++;
    });
    const heard = suppress(diagnostics, resources, RULE_IDS);
    const wishes = heard.useless.map(({ place, message }) =>
      diagnosticOf({ rule: 'ignore-without-effect', message, place }),
    );
    const all = inOrder([...heard.diagnostics, ...wishes]).map(discreetly);
    const ordered = all.filter((one) => !isOfCopies(one));
    const copies = all.filter(isOfCopies);
    this.timings.rulesMs = performance.now() - started;

    const count = (severity: Diagnostic['severity']): number =>
      ordered.filter((one) => one.severity === severity).length;
    return {
      diagnostics: ordered,
      copies,
      summary: {
        files,
        documents: loaded.documents,
        resources: resources.length,
        errors: count('error'),
        warnings: count('warning'),
        infos: count('info'),
        copies: copies.length,
      },
      texts,
    };
  }

  /** What `check` says of single objects of a world that breaks requests: each is checked when it is asked for. */
  faultsOf({ graph }: World): FaultsOf {
    const checker = this.#checkerOf(graph);
    const known = new Map<Resource, readonly Fault[]>();
    return (resource) => {
      const faults =
        known.get(resource) ??
        suppress(checker.check(resource), [resource], RULE_IDS).diagnostics.flatMap((found) =>
          faultOf(discreetly(found), resource),
        );
      known.set(resource, faults);
      return faults;
    };
  }

  #checkerOf(graph: Graph): Checker {
    const said = this.#options.kubernetesVersion;
    const version = minorOf(said ?? DEFAULT_KUBERNETES_VERSION);
    return new Checker(RULES, { graph, reach: new Reach(graph), version, versionSaid: said !== undefined });
  }

  /** What files bring that are not checked themselves; an object of the input counts before them. */
  #defining(
    files: readonly SourceFile[],
    checked: readonly Resource[],
    kept: Map<string, Document | undefined>,
  ): readonly Resource[] {
    if (files.length === 0) return [];
    const { resources } = load(files, { parse: (chunk) => this.#parse(chunk, kept) });
    const own = new Set(checked.map(identityOf));
    return resources.filter((one) => DEFINING.has(one.type) && !own.has(identityOf(one)));
  }

  #parse(chunk: string, kept: Map<string, Document | undefined>): Document | undefined {
    if (kept.has(chunk)) return kept.get(chunk);
    let document = this.#documents.get(chunk);
    if (document === undefined && !this.#documents.has(chunk)) {
      document = parseChunk(chunk);
      this.counters.documentsParsed++;
    }
    kept.set(chunk, document);
    return document;
  }
}

const DEFINING: ReadonlySet<string> = new Set([
  'apiextensions.k8s.io/CustomResourceDefinition',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
]);

function identityOf({ type, namespace, name }: Resource): string {
  return `${type} ${namespace}/${name}`;
}

const RULE_IDS: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));

const OF_COPIES: ReadonlySet<string> = new Set(
  RULES.filter(({ shownWith }) => shownWith === 'copies').map(({ id }) => id),
);

function isOfCopies({ rule, severity }: Diagnostic): boolean {
  return severity === 'info' && OF_COPIES.has(rule);
}

function minorOf(version: string): number {
  return Number(version.split('.')[1] ?? 0);
}
