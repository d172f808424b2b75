import { ANNOTATION_NAMES } from './catalog/annotation.ts';
import { CONTROL_LABELS, CONTROL_NAMES } from './catalog/control.ts';
import { CUSTOM_ROUTE_NAMES } from './catalog/custom-route.ts';
import { POD_LABELS, POD_NAMES } from './catalog/pod.ts';
import { GATEWAY_NAMES, INGRESS_NAMES, TRAFFIC_LABELS } from './catalog/traffic.ts';
import { WORKLOAD_LABELS, WORKLOAD_NAMES } from './catalog/workload.ts';
import type { LabelRow, NameRow } from './row.ts';

/** Every field of Kubernetes known here that names another object. */
export const NAME_ROWS: readonly NameRow[] = [
  ...POD_NAMES,
  ...INGRESS_NAMES,
  ...GATEWAY_NAMES,
  ...ANNOTATION_NAMES,
  ...CUSTOM_ROUTE_NAMES,
  ...WORKLOAD_NAMES,
  ...CONTROL_NAMES,
];

/** Every field known here that selects objects by their labels. */
export const LABEL_ROWS: readonly LabelRow[] = [
  ...POD_LABELS,
  ...TRAFFIC_LABELS,
  ...WORKLOAD_LABELS,
  ...CONTROL_LABELS,
];
