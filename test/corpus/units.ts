import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Real manifests beside the checkout; not everybody has them. */
export const CORPUS: string = join(import.meta.dirname, '../../../shared/corpus');
export const SEEDS: string = join(import.meta.dirname, '../../../shared/seeds');

/** What is applied together: the same objects occur again in the next unit. Paths below the corpus. */
export function units(): readonly { readonly name: string; readonly paths: readonly string[] }[] {
  if (!existsSync(CORPUS)) return [];
  const boutique = 'GoogleCloudPlatform-microservices-demo';
  const sock = 'microservices-demo-microservices-demo/deploy/kubernetes';
  const flux = 'fluxcd-flux2-kustomize-helm-example';
  const single = [
    `${boutique}/kubernetes-manifests`,
    `${boutique}/release`,
    `${boutique}/kustomize`,
    `${sock}/manifests`,
    `${sock}/complete-demo.yaml`,
    'stefanprodan-podinfo/kustomize',
    'stefanprodan-podinfo/deploy/bases',
    'stefanprodan-podinfo/deploy/overlays',
    'stefanprodan-podinfo/deploy/webapp',
    'stefanprodan-podinfo/deploy/secure',
    'dockersamples-example-voting-app',
    'coredns-deployment/rendered/coredns.yaml',
    `${flux}/infrastructure`,
    `${flux}/apps`,
    `${flux}/clusters/staging`,
    `${flux}/clusters/production`,
    ...filesOf(`${boutique}/rendered`),
    ...filesOf('stefanprodan-podinfo/rendered'),
    ...filesOf('ahmetb-kubernetes-network-policy-recipes'),
    ...['AI', 'databases', 'web'].flatMap((topic) => foldersOf(`kubernetes-examples/${topic}`)),
    'kubernetes-examples/web/guestbook/*.yaml',
    'kubernetes-examples/web/guestbook/all-in-one',
    'kubernetes-examples/web/guestbook/legacy',
  ];
  return [
    ...single.map((path) => ({ name: path, paths: [path] })),
    { name: `${sock}/manifests with policies`, paths: [`${sock}/manifests`, `${sock}/manifests-policy`] },
  ];
}

function filesOf(folder: string): readonly string[] {
  return entriesOf(folder)
    .filter((path) => /\.ya?ml$/.test(path))
    .sort();
}

/** The guestbook is left out: its folders hold alternatives of each other. */
function foldersOf(folder: string): readonly string[] {
  return entriesOf(folder)
    .filter((path) => statSync(join(CORPUS, path)).isDirectory() && !path.endsWith('/guestbook'))
    .sort();
}

function entriesOf(folder: string): readonly string[] {
  return readdirSync(join(CORPUS, folder)).map((name) => `${folder}/${name}`);
}
