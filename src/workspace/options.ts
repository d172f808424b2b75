import type { SourceFile } from '../source/file.ts';

/** What a check is told besides the files. */
export interface CheckOptions {
  /** For objects that leave their namespace out; without it they share one implicit namespace. */
  readonly namespace?: string;
  /** True: nothing exists but what is written in the files (and what every cluster has). */
  readonly closedWorld: boolean;
  /** Minor version, `1.34`. Absent: nobody said it, and DEFAULT_KUBERNETES_VERSION is assumed. */
  readonly kubernetesVersion?: string;
  /** Files whose definitions of custom resources and admission policies count, and that are not checked themselves. */
  readonly definitions?: readonly SourceFile[];
  /** Called now and then on long runs. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly phase: 'reading' | 'checking';
  readonly done: number;
  readonly total: number;
}

export const DEFAULT_KUBERNETES_VERSION = '1.34';
