/** A name of a field as CEL writes it (apiserver pkg/cel/escaping.go Escape). */
export function escaped(name: string): string {
  if (RESERVED.has(name)) return `__${name}__`;
  if (!/[./-]|__/.test(name)) return name;
  return name
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__');
}

const RESERVED: ReadonlySet<string> = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);
