import { describe, expect, it } from 'vitest';
import { hasTemplateAction, looksTemplated } from '../../src/source/template.ts';

const templated: Record<string, string> = {
  'an action for a value': 'metadata:\n  name: {{ .Release.Name }}',
  'an action inside a plain value': 'image: shop/api:{{ .Values.tag }}',
  'an action on a line of its own': '{{- if .Values.ingress.enabled }}\nkind: Ingress\n{{- end }}',
  'an action over two lines': 'name: {{ include\n  "x" . }}',
  'a Jinja statement': '{% if web %}\nkind: Pod\n{% endif %}',
  'an action after a quoted string': 'name: "a" {{ .x }}',
  'an action after an apostrophe in a plain value': "note: don't\nname: {{ .x }}",
  'an action after a plain value with quotation marks': 'disk: 5" wide\nname: {{ .x }}',
  'an action after a block scalar has ended': 'data:\n  a: |\n    text\n  b: {{ .x }}',
  'an action at the left margin under a block scalar': 'data:\n  a: |\n{{ .x | indent 4 }}',
  'an action in a list item beside a block scalar': '- a: |\n    text\n  b: {{ .x }}',
  'an action after the list item that is a block scalar': 'args:\n  - |\n    text\n  - {{ .x }}',
  'an action after a hash that begins no comment': 'a: b#c {{ .x }}',
  'an action in the document after one with an open quote': 'a: "open\n---\nb: {{ .x }}',
  'an action after a document that is a block scalar': '--- |\ntext\n---\nb: {{ .x }}',
  'an action after a plain value that ends in a sign of a block scalar': 'a: b >\n  {{ .x }}',
  'a directive of Terraform': 'spec:\n  %{ if internal }\n  type: ClusterIP\n  %{~ endif ~}',
  'a word in braces that a script replaces': 'clusterIP: {SERVICE_IP_PREFIX}.16',
  'a tag of ERB': 'name: <%= name %>',
  'an action under CRLF': 'a: b\r\nc: {{ .x }}\r\n',
};

const plain: Record<string, string> = {
  'no action': 'kind: Pod\nmetadata: { name: web }',
  'a format with a percent sign': 'args:\n  - --log-format %{HTTPDATE}',
  'braces that are not closed': 'a: {{ b',
  'nested flow mappings': '{"a": {"b": {"c": 1}}}',
  'an action in a block scalar': 'annotations:\n  summary: |\n    {{ $labels.instance }} down\n  other: x',
  'an action in a folded scalar with marks': 'summary: >2- # text\n    {{ $labels.instance }}',
  'an action in a block scalar that is a list item': "- '-c'\n- |\n   sed s/{{PROJECT_ID}}/x/",
  'an action in a block scalar in a list in a list': '- - |\n    {{ .x }}',
  'an action in a block scalar under a key in a list item': '- name: a\n  run: |\n    {{ .x }}',
  'an action after an empty line in a block scalar': 'a: |\n  b\n\n  {{ .x }}',
  'an action in a tagged block scalar': 'a: !!str |\n  {{ .x }}',
  'an action in an anchored block scalar': 'a: &text >\n  {{ .x }}',
  'an action in a document that is a block scalar': '--- |\n{{ .x }}',
  'an action in a block scalar under CRLF': 'a: |\r\n  {{ .x }}\r\n',
  'an action in double quotes': 'expr: "{{ $labels.x }}"',
  'an action in single quotes': "name: '{{workflow.name}}'",
  'an action after an escaped double quote': 'a: "say \\"{{ .x }}\\""',
  'an action after a doubled single quote': "a: 'it''s {{ .x }}'",
  'an action in quotes over two lines': 'a: "one\n  {{ .x }}"',
  'an action in quotes in a list': '- "{{ .x }}"',
  'an action in quotes in a flow list': 'args: [a, "{{ .x }}"]',
  'an action in a quoted key': '"{{ .x }}": a',
  'an action in JSON': '{"a":"{{ .x }}","b":["{{ .y }}"]}',
  'an action in a tagged string': 'a: !!str "{{ .x }}"',
  'an action in a comment': 'a: b # {{ .x }}',
  'an action in a comment line': '  # {{- if .x }}\na: b',
};

describe('looksTemplated', () => {
  it.each(Object.entries(templated))('sees %s', (_name, text) => {
    expect(looksTemplated(text)).toBe(true);
  });

  it.each(Object.entries(plain))('does not take for a template: %s', (_name, text) => {
    expect(looksTemplated(text)).toBe(false);
  });
});

describe('hasTemplateAction', () => {
  it.each([
    ['a: "{{ .x }}"', true],
    ['# {{ .x }}', true],
    ['{% set a = 1 %}', true],
    ['a: {{ b', false],
    ['a: {b: {c: d}}', false],
  ])('of %j is %s', (text, expected) => {
    expect(hasTemplateAction(text)).toBe(expected);
  });
});
