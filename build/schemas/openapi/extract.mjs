import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOpenApi } from '../openapi.mjs';

/**
 * For maintainers: writes what the OpenAPI of a release of Kubernetes says, for a version that npm has no exact source of. It is
 * taken from a clone of kubernetes-client/python, which keeps the published document of the release that it is made for:
 * `node build/schemas/openapi/extract.mjs <clone> <tag> <minor>`.
 */
const PATH = 'kubernetes/swagger.json.unprocessed';
const [clone, tag, minor] = process.argv.slice(2);
const git = (...args) => execFileSync('git', ['-C', clone, ...args], { maxBuffer: 1 << 28 });
const text = git('show', `${tag}:${PATH}`);
const source = {
  repository: 'github.com/kubernetes-client/python',
  tag,
  commit: git('rev-parse', `${tag}^{commit}`).toString().trim(),
  path: PATH,
  sha256: createHash('sha256').update(text).digest('hex'),
};
const { kinds, definitions } = readOpenApi(JSON.parse(text));
const lines = (entries) =>
  Object.keys(entries)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${JSON.stringify(entries[key])}`)
    .join(',\n');
writeFileSync(
  join(import.meta.dirname, `${minor}.json`),
  `{\n"source":${JSON.stringify(source)},\n"kinds":{\n${lines(kinds)}\n},\n"definitions":{\n${lines(definitions)}\n}\n}\n`,
);
