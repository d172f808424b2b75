import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `build/schemas/openapi/` holds, by minor version, as cdk8s.mjs reads it: kinds by `apiVersion/Kind`, definitions by name. */
export function readExtracts() {
  const folder = import.meta.dirname;
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(
    names.map((name) => {
      const { kinds, definitions } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
      return [
        Number(name.slice(0, -'.json'.length)),
        {
          kinds: new Map(Object.entries(kinds).map(([gvk, { definition }]) => [gvk, definition])),
          definitions: new Map(Object.entries(definitions)),
        },
      ];
    }),
  );
}
