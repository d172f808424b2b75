import type { Table } from '../statement.ts';
import { ADMISSION } from './admission.ts';
import { AUTOSCALING } from './autoscaling.ts';
import { CLUSTER } from './cluster.ts';
import { CONFIG } from './config.ts';
import { CONTAINERS } from './containers.ts';
import { JOBS } from './jobs.ts';
import { LIMITS } from './limits.ts';
import { NETWORK } from './network.ts';
import { OBJECTS } from './objects.ts';
import { PODS } from './pods.ts';
import { PROBES } from './probes.ts';
import { RBAC } from './rbac.ts';
import { SELECTORS } from './selectors.ts';
import { STORAGE } from './storage.ts';
import { VOLUMES } from './volumes.ts';
import { WORKLOADS } from './workloads.ts';

/** Every statement of upstream's validation that is known here. A table of this folder counts because it is named here. */
export const TABLES: readonly Table[] = [
  ...SELECTORS,
  ...PROBES,
  ...VOLUMES,
  ...CONTAINERS,
  ...PODS,
  ...WORKLOADS,
  ...JOBS,
  ...AUTOSCALING,
  ...RBAC,
  ...NETWORK,
  ...STORAGE,
  ...CONFIG,
  ...LIMITS,
  ...OBJECTS,
  ...ADMISSION,
  ...CLUSTER,
];
