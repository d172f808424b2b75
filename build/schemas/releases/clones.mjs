import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

/** Clones of repositories, with their tags, in one folder: `<owner>+<name>/repo` or `<owner>/<name>`. */
export class Clones {
  #folder;

  constructor(folder) {
    this.#folder = folder;
  }

  /**
   * The definitions of a release: those of the files whose paths begin as told, of the release itself or of the parts that it
   * names; with what the manifest says of them.
   */
  read({ repository, parts, patches }, tag, beginning) {
    const from =
      parts === undefined
        ? [{ repository, tag }]
        : [...this.#git(repository, 'show', `${tag}:${parts}`).matchAll(PART)].map(([, owner, version]) => ({
            repository: owner,
            tag: this.#nearest(owner, version),
          }));
    const definitions = [];
    const sources = [];
    for (const { repository: owner, tag: version } of from) {
      const hash = createHash('sha256');
      const paths = this.#paths(owner, version, beginning);
      for (const path of paths) {
        const text = this.#git(owner, 'show', `${version}:${path}`);
        hash.update(text);
        for (const document of parseAllDocuments(text, { logLevel: 'silent' })) {
          const definition = document.toJS();
          if (definition?.kind === 'CustomResourceDefinition' && definition.apiVersion === 'apiextensions.k8s.io/v1')
            definitions.push(definition);
        }
      }
      sources.push({
        repository: `github.com/${owner}`,
        tag: version,
        commit: this.#git(owner, 'rev-parse', `${version}^{commit}`).trim(),
        files: paths,
        sha256: hash.digest('hex'),
      });
      if (patches !== undefined) this.#patch(definitions, owner, version, patches);
    }
    return { definitions, sources };
  }

  /** Definitions stay as they are in a minor release: where a clone lacks the last patch, the one before says the same. */
  #nearest(repository, tag) {
    const [, minor, patch] = /^(v\d+\.\d+\.)(\d+)$/.exec(tag);
    const known = new Set(this.#git(repository, 'tag').split('\n'));
    for (let at = Number(patch); at >= 0; at--) if (known.has(`${minor}${at}`)) return `${minor}${at}`;
    throw new Error(`the clone of ${repository} has no ${minor}x`);
  }

  #paths(repository, tag, beginning) {
    const pattern = new RegExp(`^${beginning}[^/]*\\.ya?ml$`);
    return this.#git(repository, 'ls-tree', '-r', '--name-only', tag)
      .split('\n')
      .filter((path) => pattern.test(path))
      .sort()
      .filter((path) => /^kind: CustomResourceDefinition$/m.test(this.#git(repository, 'show', `${tag}:${path}`)));
  }

  /** JSON patches that a release is published with: `scaledjob_patch.yaml` is of the kind ScaledJob. */
  #patch(definitions, repository, tag, folder) {
    for (const path of this.#git(repository, 'ls-tree', '--name-only', tag, `${folder}/`).split('\n')) {
      const kind = /([^/]+)_patch\.yaml$/.exec(path)?.[1];
      if (kind === undefined) continue;
      const target = definitions.find(({ spec }) => spec.names.kind.toLowerCase() === kind);
      for (const step of parse(this.#git(repository, 'show', `${tag}:${path}`))) apply(target, step);
    }
  }

  #clone(repository) {
    const places = [`${repository.replace('/', '+')}/repo`, repository].map((name) => join(this.#folder, name));
    return places.find((place) => existsSync(place));
  }

  #git(repository, ...args) {
    const clone = this.#clone(repository);
    if (clone === undefined) throw new Error(`there is no clone of ${repository} in ${this.#folder}`);
    return execFileSync('git', ['-C', clone, ...args], { maxBuffer: 1 << 28, encoding: 'utf8' });
  }
}

/** `https://github.com/fluxcd/source-controller/releases/download/v1.9.4/source-controller.crds.yaml` */
const PART = /github\.com\/([\w-]+\/[\w-]+)\/releases\/download\/(v[\d.]+)\//g;

/** RFC 6902, of which the patches have two operations. */
function apply(target, { op, path, value }) {
  const steps = path.split('/').slice(1);
  const last = steps.pop();
  const place = steps.reduce((at, step) => at[step], target);
  if (op === 'remove' && last in place) delete place[last];
  else if (op === 'add' && Array.isArray(place) && last === '-') place.push(value);
  else if (op === 'add' && !Array.isArray(place)) place[last] = value;
  else throw new Error(`no such patch: ${op} ${path}`);
}
