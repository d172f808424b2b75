import { configMap, deployment, document, list, web } from '../objects.mjs';

const plain = document(deployment('web', 'web')).slice('---\n'.length);
const texts = (name, base, files) => ({ name, base, command: ['check', '.'], files });

/** The text itself: comments, lines, documents, files, and lists in lists. */
export const DOCUMENTS = [
  texts('ignore comments in a row', 500, (count) => ({
    'a.yaml': `${'# kubeplumb-ignore selector-matches-nothing: so it is\n'.repeat(count)}${plain}`,
  })),
  texts('ignore comments behind their lines', 200, (count) => ({
    'a.yaml': document(configMap('settings', { key: 'value' })).replace(
      ' "data": {',
      ` "data": {\n${list(count, (index) => `  "k${index}": "v", # kubeplumb-ignore entry-empty: so it is\n`).join('')}`,
    ),
  })),
  texts('ignore comments of documents', 60, (count) => ({
    'a.yaml': list(
      count,
      (index) =>
        `---\n# kubeplumb-ignore target-port-missing: so it is\n${JSON.stringify(configMap(`c${index}`, { key: 'value' }), undefined, 1)}\n`,
    ).join(''),
  })),
  texts('plain comments', 1000, (count) => ({ 'a.yaml': `${'# a comment\n'.repeat(count)}${plain}` })),
  texts('empty lines', 1000, (count) => ({ 'a.yaml': `${'\n'.repeat(count)}${plain}` })),
  texts('lines of a block scalar', 300, (count) => ({
    'a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata:\n  text: |\n${'    a line of text\n'.repeat(count)}`,
  })),
  texts('lines of a folded scalar', 300, (count) => ({
    'a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata:\n  text: >\n${'    a line of text\n\n'.repeat(count)}`,
  })),
  texts('lines of a quoted scalar', 300, (count) => ({
    'a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata:\n  text: "${'a line of text\n    '.repeat(count)}"\n`,
  })),
  texts('keys that are repeated', 200, (count) => ({
    'a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata:\n${'  key: value\n'.repeat(count)}`,
  })),
  texts('aliases of one anchor', 200, (count) => ({
    'a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata:\n  key: &a value\n${list(count, (index) => `  key-${index}: *a\n`).join('')}`,
  })),
  texts('anchors', 200, (count) => ({
    'a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata:\n${list(count, (index) => `  key-${index}: &a${index} value\n`).join('')}`,
  })),
  texts('documents of one file', 100, (count) => ({
    'a.yaml': document(...list(count, (index) => configMap(`c${index}`, { key: 'value' }))),
  })),
  texts('empty documents', 300, (count) => ({ 'a.yaml': `${'---\n'.repeat(count)}${plain}` })),
  texts('documents that cannot be read', 60, (count) => ({
    'a.yaml': document(...web()) + '---\nkind: [\n'.repeat(count),
  })),
  texts('files', 60, (count) =>
    Object.fromEntries(
      list(count, (index) => [`f${index}.yaml`, document(configMap(`c${index}`, { key: 'value' }))]),
    ),
  ),
  texts('items of a List', 60, (count) => ({
    'a.yaml': document({
      apiVersion: 'v1',
      kind: 'List',
      items: list(count, (index) => configMap(`c${index}`, { key: 'value' })),
    }),
  })),
  texts('fields that no schema knows', 100, (count) => ({
    'a.yaml': document({
      ...deployment('web', 'web'),
      spec: {
        ...deployment('web', 'web').spec,
        ...Object.fromEntries(list(count, (index) => [`unknown${index}`, 1])),
      },
    }),
  })),
  texts('findings of one line each', 100, (count) => ({
    'a.yaml': document(
      deployment('web', 'web', { env: list(count, (index) => ({ name: `KEY_${index}`, value: index })) }),
    ),
  })),
  texts('kinds that nobody knows', 60, (count) => ({
    'a.yaml': document(
      ...list(count, (index) => ({
        apiVersion: 'example.com/v1',
        kind: `Widget${index}`,
        metadata: { name: 'one', namespace: 'shop' },
      })),
    ),
  })),
];
