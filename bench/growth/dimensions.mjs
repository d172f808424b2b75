/**
 * What may grow in the manifests of a user, one dimension each: a command, its files for a size, and the size that counts as 1×.
 * The bench prints what each costs at 1×, 4× and 16×; a test holds the steps that it takes to linear growth.
 */
import { COMMANDS } from './dimensions/commands.mjs';
import { CONFIGURATION } from './dimensions/configuration.mjs';
import { DEFINITIONS } from './dimensions/definitions.mjs';
import { DOCUMENTS } from './dimensions/documents.mjs';
import { POLICIES } from './dimensions/policies.mjs';
import { ROUTES } from './dimensions/routes.mjs';
import { SERVICES } from './dimensions/services.mjs';
import { WORKLOADS } from './dimensions/workloads.mjs';

export const DIMENSIONS = [
  ...COMMANDS,
  ...POLICIES,
  ...CONFIGURATION,
  ...ROUTES,
  ...SERVICES,
  ...WORKLOADS,
  ...DOCUMENTS,
  ...DEFINITIONS,
];
