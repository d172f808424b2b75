import { describe, expect, it } from 'vitest';
import { ignoreComments } from '../../src/document/ignore-comment.ts';
import { check } from '../../src/workspace/check.ts';

const service = (port: string, annotations = ''): string => `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop${annotations} }
spec:
  type: NodePort
  selector: { app: web }
  ports:
    - port: 80
${port}
`;

function found(text: string): readonly string[] {
  const { diagnostics } = check([{ file: 'a.yaml', text }], [], {
    closedWorld: false,
    kubernetesVersion: '1.34',
  });
  return diagnostics.map(({ rule }) => rule);
}

describe('a finding', () => {
  it.each<[string, string, readonly string[]]>([
    ['is reported', service('      nodePort: 80'), ['nodeport-out-of-range']],
    [
      'is ignored by a comment at the end of its line',
      service('      nodePort: 80 # kubeplumb-ignore nodeport-out-of-range: wide range'),
      [],
    ],
    [
      'is ignored by a comment on the line above',
      service(
        '      # kubeplumb-ignore nodeport-out-of-range: wide range\n      # and more words\n      nodePort: 80',
      ),
      [],
    ],
    [
      'is not ignored by a comment about another rule',
      service('      nodePort: 80 # kubeplumb-ignore nodeport-duplicate: wide range'),
      ['nodeport-out-of-range', 'ignore-without-effect'],
    ],
    [
      'is not ignored by a comment two lines above',
      service(
        '      # kubeplumb-ignore nodeport-out-of-range: wide range\n      targetPort: 80\n      nodePort: 80',
      ),
      ['ignore-without-effect', 'nodeport-out-of-range'],
    ],
    [
      'is not ignored without a reason',
      service('      nodePort: 80 # kubeplumb-ignore nodeport-out-of-range'),
      ['nodeport-out-of-range', 'ignore-without-effect'],
    ],
    [
      'is ignored by an annotation of its object, among others',
      service(
        '      nodePort: 80',
        ', annotations: { kubeplumb.dev/ignore: "nodeport-duplicate, nodeport-out-of-range: wide range" }',
      ),
      ['ignore-without-effect'],
    ],
  ])('%s', (_name, text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it('stays ignored whatever stands above its document', () => {
    const text = service('      nodePort: 80 # kubeplumb-ignore nodeport-out-of-range: wide range');
    expect(found(`# é\r\nkind: X\r\n---\n${text}`)).toEqual([]);
  });
});

it('finds comments where YAML has them, and not in texts', () => {
  const text =
    'a: "# kubeplumb-ignore x: y"\nb: |\n  # kubeplumb-ignore x: y\nc: 1 # kubeplumb-ignore x, z: y\n';
  const comments = ignoreComments({ text, value: {}, problems: [] });
  expect(
    comments.map(({ rules, reason, span }) => [rules, reason, text.slice(span.start, span.end)]),
  ).toEqual([[['x', 'z'], 'y', '# kubeplumb-ignore x, z: y']]);
});
