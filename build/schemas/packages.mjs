import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Where the schema of each minor version comes from, exactly: the class library that cdk8s generates from the OpenAPI of a
 * release, and for the newest the official client, whose files name the release (`OpenAPI spec version: release-1.36`). 1.35
 * has no exact source on npm: `build/schemas/openapi/` has what its OpenAPI says.
 */
export const CDK8S = {
  22: '2.0.0-rc.138',
  23: '2.3.14',
  24: '2.8.99',
  25: '2.22.79',
  26: '2.4.17',
  27: '2.9.5',
  28: '2.5.6',
  29: '2.6.0',
  30: '2.4.10',
  31: '2.6.43',
  32: '2.5.92',
  33: '2.5.57',
  34: '2.0.54',
};
export const CLIENT = { minor: 36, version: '2.0.1' };

/** The last source that says which strings a field takes: the OpenAPI of Kubernetes dropped that after 1.23. */
export const ENUMS = '5.1.0';

/** Fetches all packages into a folder, unpacked, unless they are there. Returns where each of them is. */
export async function fetchPackages(folder) {
  mkdirSync(folder, { recursive: true });
  const cdk8s = Object.entries(CDK8S).map(([minor, version]) => [minor, `cdk8s-plus-${minor}@${version}`]);
  const fetch = (spec) => fetchOne(folder, spec);
  const fetchEach = (specs) => Promise.all(specs.map(async ([key, spec]) => [key, await fetch(spec)]));
  return {
    client: await fetch(`@kubernetes/client-node@${CLIENT.version}`),
    enums: await fetch(`kubernetes-models@${ENUMS}`),
    cdk8s: new Map((await fetchEach(cdk8s)).map(([minor, where]) => [Number(minor), where])),
  };
}

async function fetchOne(folder, spec) {
  const target = join(folder, spec.replace(/[@/]/g, '_'));
  if (!existsSync(join(target, 'package', 'package.json'))) {
    mkdirSync(target, { recursive: true });
    await run('npm', ['pack', '--silent', spec, '--pack-destination', target]);
    const archive = readdirSync(target).find((name) => name.endsWith('.tgz'));
    await run('tar', ['xzf', join(target, archive), '-C', target]);
  }
  return join(target, 'package');
}

export function readText(...path) {
  return readFileSync(join(...path), 'utf8');
}
