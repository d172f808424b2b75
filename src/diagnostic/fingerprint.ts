import { createHash } from 'node:crypto';
import { formatPath } from '../base/json.ts';
import type { Path } from '../base/json.ts';
import type { Identity } from './diagnostic.ts';

/**
 * Names a finding by what it is about, not by where its lines are: the rule, the object and the path in it; for what
 * is no object, the file. 16 hexadecimal digits.
 */
export function fingerprint(
  rule: string,
  file: string,
  resource: Identity | undefined,
  path: Path | undefined,
): string {
  const subject =
    resource === undefined
      ? file
      : `${resource.apiVersion}/${resource.kind}/${resource.namespace ?? ''}/${resource.name}`;
  return createHash('sha256')
    .update(`${rule}\n${subject}\n${formatPath(path ?? [])}`)
    .digest('hex')
    .slice(0, 16);
}
