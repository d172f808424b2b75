import { stringOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import { repositoriesOf } from '../../resource/image.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { End } from '../connectivity/connectivity.ts';
import type { Unseen } from '../connectivity/unseen.ts';

/** Who sends requests. */
export interface Caller {
  readonly end: End;
  /** As messages call it: `Deployment shop/web`, `the API server`. */
  readonly name: string;
  /** Whether its pods are written in the manifests; otherwise it is assumed to be there. */
  readonly shown: boolean;
}

export function shownCaller(pod: Pod): Caller {
  return { end: { pod }, name: nameOf(pod.owner), shown: true };
}

export function assumedCaller(unseen: Unseen): Caller {
  return { end: { unseen }, name: unseen.name, shown: false };
}

/** Pods with a container whose image is of a repository: told by the path without registry, tag and digest, or by what a mirror stands for. */
export function podsRunning(graph: Graph, image: RegExp): readonly Pod[] {
  return graph.memo(`pods running ${image.source}`, () =>
    graph
      .pods()
      .filter(({ containers }) =>
        containers.some(
          ({ role, value }) =>
            role === 'main' && repositoriesOf(stringOf(value.image) ?? '').some((name) => image.test(name)),
        ),
      ),
  );
}
