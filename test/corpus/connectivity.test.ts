import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { memory } from '../cli/memory.ts';
import { CORPUS } from './units.ts';

const HERE = join(import.meta.dirname, 'connectivity');
const CLUSTER = join(HERE, 'cluster.yaml');
const RECIPES = 'ahmetb-kubernetes-network-policy-recipes';
const SOCK_SHOP = 'microservices-demo-microservices-demo/deploy/kubernetes';
const BOUTIQUE = 'GoogleCloudPlatform-microservices-demo/kustomize';

/** Who reaches whom, as people read it. */
async function connectivity(...paths: readonly string[]): Promise<string> {
  const io = memory({ cwd: CORPUS });
  expect(await run(['connectivity', ...paths], io)).toBe(0);
  return io.stdout.text();
}

/** Each was read beside what the recipe or the authors of the demo say that it does. */
describe.skipIf(!existsSync(CORPUS))('the connections of', () => {
  const recipes = existsSync(CORPUS)
    ? readdirSync(join(CORPUS, RECIPES)).filter((file) => file.endsWith('.yaml'))
    : [];

  it.each(recipes)('recipe %s', async (file) => {
    const text = await connectivity(CLUSTER, join(RECIPES, file));
    await expect(text).toMatchFileSnapshot(join(HERE, file.replace('.yaml', '.txt')));
  });

  it('the sock shop under its policies', async () => {
    const text = await connectivity(`${SOCK_SHOP}/manifests`, `${SOCK_SHOP}/manifests-policy`);
    await expect(text).toMatchFileSnapshot(join(HERE, 'sock-shop.txt'));
  });

  it('the online boutique under its policies', async () => {
    const text = await connectivity(`${BOUTIQUE}/base`, `${BOUTIQUE}/components/network-policies`);
    await expect(text).toMatchFileSnapshot(join(HERE, 'boutique.txt'));
  });
});
