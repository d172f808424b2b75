import { keysOf } from '../../reference/data.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { failuresOf } from './failure.ts';
import type { TlsBlock } from './ingress.ts';

/** projectcontour/contour internal/annotation TLSCertNamespace: Secrets of another namespace, which may be the ones that are meant. */
const ELSEWHERE = 'projectcontour.io/tls-cert-namespace';

/**
 * Why the hosts of a `tls` block certainly have no TLS: `Secret shop-tls, which does not exist: the controller refuses …`.
 * Undefined where there is a certificate, the controller has another, or the input cannot tell.
 */
export function withoutCertificate(graph: Graph, ingress: Resource, block: TlsBlock): string | undefined {
  const { certificate, endsTls } = failuresOf(graph, ingress);
  const { secretName } = block;
  if (endsTls === undefined || secretName === '' || ingress.annotations[ELSEWHERE] !== undefined)
    return undefined;
  const { namespace } = ingress;
  const found = graph.lookUp(ingress, 'Secret', namespace, secretName);
  if (found.status === 'missing')
    return found.certainty === 'certain'
      ? `Secret ${secretName}, which does not exist: ${certificate ?? ''}`
      : undefined;
  const keys = found.status === 'found' ? keysOf(graph, 'Secret', namespace, secretName) : undefined;
  const absent = ['tls.crt', 'tls.key'].filter((key) => keys !== undefined && !keys.has(key));
  return absent.length === 0
    ? undefined
    : `Secret ${secretName}, which has no ${absent.join(' and no ')}: ${certificate ?? ''}`;
}
