import { someOf } from '../../base/some.ts';
import { nearest } from '../../base/nearest.ts';
import { programOf } from '../../reach/ingress/program.ts';
import { coversHost, ingressRules, tlsBlocks } from '../../reach/ingress/ingress.ts';
import { SHIM_ANNOTATIONS } from '../../reference/makers.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { hostProblem } from '../../resource/host-name.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A host of a rule that no host under `tls` covers, in an Ingress that has TLS for other hosts. */
export const check: Check = function* (ingress, { graph }) {
  const blocks = tlsBlocks(ingress);
  // A block without hosts is for all of them.
  if (blocks.length === 0 || blocks.some(({ hosts }) => hosts.length === 0)) return;
  if (ingress.unrendered !== undefined || programOf(graph, ingress)?.id === 'alb') return;
  if (Object.keys(ingress.annotations).some((key) => /certificate|pre-shared-cert|router\.tls/.test(key)))
    return;
  const written = blocks.flatMap(({ hosts }) => hosts);
  // Hosts that are refused are another rule's finding.
  if (written.some(({ host }) => isPlaceholderName(host) || hostProblem(host, 'fine') !== undefined)) return;
  const elsewhere = graph.memo('hosts with TLS', () => {
    const hosts = new Set<string>();
    for (const one of graph.all('networking.k8s.io/Ingress'))
      for (const block of tlsBlocks(one)) for (const { host } of block.hosts) hosts.add(host.toLowerCase());
    return hosts;
  });
  const asked = SHIM_ANNOTATIONS.some((key) => Object.hasOwn(ingress.annotations, key));
  const seen = new Set<string>();
  for (const { host, at } of ingressRules(ingress)) {
    if (host === '' || isPlaceholderName(host) || hostProblem(host, 'refused') !== undefined) continue;
    if (seen.has(host)) continue;
    seen.add(host);
    const parent = `*${host.slice(host.indexOf('.'))}`.toLowerCase();
    if (elsewhere.has(host.toLowerCase()) || elsewhere.has(parent)) continue;
    if (written.some((one) => coversHost(one.host, host))) continue;
    const near = nearest(
      host,
      written.map((one) => one.host),
    );
    const typo = near === undefined ? undefined : written.find((one) => one.host === near);
    yield {
      at: [...at, 'host'],
      message: `${nameOf(ingress)} serves ${host}, but its tls has only ${someOf(written.map((one) => one.host))}; ${asked ? 'the certificate that cert-manager requests does not cover it' : 'HTTPS clients may get the default certificate of the controller'}.${typo === undefined ? '' : ` Did you mean ${typo.host}?`}`,
      related: written.slice(0, 5).map((one) => ({
        resource: ingress,
        at: one.at,
        message: `TLS is for ${one.host}`,
      })),
    };
  }
};
