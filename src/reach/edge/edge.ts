import type { Path } from '../../base/json.ts';
import type { Protocol } from '../../base/ports.ts';
import type { Part } from '../../document/document.ts';
import type { Pod } from '../../resource/pod.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Caller } from '../peer/caller.ts';

export type EdgeKind =
  | 'ingress'
  | 'gateway'
  | 'call'
  | 'node-port'
  | 'api-server'
  | 'scrape'
  | 'peers'
  | 'to-api-server'
  | 'to-mesh';

/** A request that the manifests promise. It gets through if one of its callers reaches one of its landings. */
export interface Edge {
  readonly kind: EdgeKind;
  /** Any of them may be the one who sends it: the workloads of one program, or all addresses outside. */
  readonly callers: readonly Caller[];
  /** Never empty. */
  readonly landings: readonly Landing[];
  /** The Service in between, with the place of its port. */
  readonly via?: { readonly service: Resource; readonly at: Path };
  readonly promise: Promised;
  /** False where the request may be sent by nobody: a text of a ConfigMap, an annotation. */
  readonly certain: boolean;
}

/** Where the manifests promise it. */
export interface Promised {
  readonly resource: Resource;
  readonly at: Path;
  readonly part?: Part;
  /** What is promised there, a sentence without a full stop: "Ingress shop/web sends shop.example.com/ to it". */
  readonly says: string;
  /** The requests, for a sentence that goes on with what happens to them: "requests to shop.example.com/". */
  readonly requests: string;
}

/** Where a request arrives. */
export type Landing = { readonly protocol: Protocol; readonly port: number } & (
  { readonly pod: Pod } | { readonly callee: Caller }
);
