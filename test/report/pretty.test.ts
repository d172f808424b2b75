import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import type { Manifest } from '../../src/document/document.ts';
import { pretty } from '../../src/report/pretty.ts';
import type { Style } from '../../src/report/style.ts';
import { PLAIN } from '../../src/report/style.ts';
import { at, CHAIN, diagnostic, INGRESS, manifest, related, result, SERVICE } from './results.ts';

const plain = { style: PLAIN, width: undefined };

/** What is printed for one finding, without the sum. */
function shown(manifests: readonly Manifest[], one: Diagnostic, width?: number): string {
  const report = pretty(result(manifests, [one]), { style: PLAIN, width });
  return `\n${report.slice(0, report.lastIndexOf('\n\n'))}\n`;
}

describe('a finding', () => {
  test('is drawn as one chain, from the sentence to the fix', () => {
    expect(`\n${pretty(CHAIN, plain)}`).toMatchInlineSnapshot(`
      "
      error[ingress-backend-port-missing] Ingress shop/web sends /api to port 8080 of Service shop/api, which has only 80 (http).
         ╭─ shop/ingress.yaml:16:27  spec.rules[0].http.paths[0].backend.service.port.number
      14 │                 name: api
      15 │                 port:
      16 │                   number: 8080
         │                           ^^^^
      17 │           - path: /
         │
         ├─ shop/service.yaml:10:13
      10 │       port: 80
         │             ── Service shop/api listens on 80 (http)
         │
         ╰─ fix: Use port 80

      Found 1 error in 2 files (2 resources).
      "
    `);
  });

  test('is wrapped to a terminal, and loses the path where there is no room for it', () => {
    expect(`\n${pretty(CHAIN, { style: PLAIN, width: 60 })}`).toMatchInlineSnapshot(`
      "
      error[ingress-backend-port-missing] Ingress shop/web sends
        /api to port 8080 of Service shop/api, which has only 80
        (http).
         ╭─ shop/ingress.yaml:16:27
      14 │                 name: api
      15 │                 port:
      16 │                   number: 8080
         │                           ^^^^
      17 │           - path: /
         │
         ├─ shop/service.yaml:10:13
      10 │       port: 80
         │             ── Service shop/api listens on 80 (http)
         │
         ╰─ fix: Use port 80

      Found 1 error in 2 files (2 resources).
      "
    `);
  });

  test('over several lines has a bracket, with the middle left out of a tall one', () => {
    const selector = manifest('a.yaml', 'spec:\n  selector:\n    app: api\n    tier: back\n  ports: []\n');
    expect(shown([selector], diagnostic(at(selector, 'app: api\n    tier: back\n')))).toMatchInlineSnapshot(`
      "
      error[some-rule] Something is wrong.
         ╭─ a.yaml:3:5
       1 │   spec:
       2 │     selector:
       3 │ ┌     app: api
       4 │ └     tier: back
       5 │     ports: []
      "
    `);
    const tall = manifest('b.yaml', `a:\n${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `  - ${n}\n`).join('')}`);
    expect(
      shown(
        [tall, SERVICE],
        diagnostic(at(SERVICE, 'api'), { related: [related(at(tall, tall.document.text), 'Nine of them')] }),
      ),
    ).toMatchInlineSnapshot(`
      "
      error[some-rule] Something is wrong.
         ╭─ shop/service.yaml:1:1
       1 │ apiVersion: v1
         │ ^^^
       2 │ kind: Service
         │
         ├─ b.yaml:1:1
       1 │ ┌ a:
       2 │ │   - 1
       3 │ │   - 2
         ┆ ┆
      10 │ └   - 9
         │   Nine of them
      "
    `);
  });

  test('underlines what a terminal shows: tabs, wide characters, emoji and combining marks', () => {
    const odd = manifest('odd.yaml', '{\t"a":\t"価格👩‍👩‍👧é", "b": 1}\n');
    expect(shown([odd], diagnostic(at(odd, '"b"')))).toMatchInlineSnapshot(`
      "
      error[some-rule] Something is wrong.
         ╭─ odd.yaml:1:23
       1 │ {   "a":    "価格👩‍👩‍👧é", "b": 1}
         │                        ^^^
      "
    `);
    expect(shown([odd], diagnostic(at(odd, '価格')))).toMatchInlineSnapshot(`
      "
      error[some-rule] Something is wrong.
         ╭─ odd.yaml:1:9
       1 │ {   "a":    "価格👩‍👩‍👧é", "b": 1}
         │              ^^^^
      "
    `);
  });

  test('never lets a manifest move the cursor or reorder the text', () => {
    const evil = manifest('e\x1bvil.yaml', 'a: "\x1b[2J\u202eb"\r\n');
    const output = shown(
      [evil],
      diagnostic(at(evil, 'a'), {
        message: 'Not \x1b[31mred\nat all.',
        related: [related(at(evil, 'b'), '\x07')],
      }),
    );
    // eslint-disable-next-line no-control-regex -- looking for them is the point
    expect(output.replaceAll('\n', '')).not.toMatch(/[\x00-\x1f\u202e]/);
    expect(output).toMatchInlineSnapshot(`
      "
      error[some-rule] Not ␛[31mred␊at all.
         ╭─ e␛vil.yaml:1:1
       1 │ a: "␛[2J�b"
         │ ^
         │
         ╰─ e␛vil.yaml:1:10: ␇
      "
    `);
  });

  test('cuts a very long line around the place', () => {
    const long = manifest(
      'long.json',
      `{"a": "${'x'.repeat(5000)}", "port": 8080, "b": "${'y'.repeat(5000)}"}`,
    );
    const output = shown([long], diagnostic(at(long, '8080')), 80);
    expect(output).toMatchInlineSnapshot(`
      "
      error[some-rule] Something is wrong.
         ╭─ long.json:1:5019
       1 │ …xxxxxxxxxxxxxxxxxxxxxxxx", "port": 8080, "b": "yyyyyyyyyyyyyyyyyyyyyyyyyy…
         │                                     ^^^^
      "
    `);
    expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(shown([long], diagnostic(at(long, 'x'.repeat(5000))), 80)).toMatchInlineSnapshot(`
      "
      error[some-rule] Something is wrong.
         ╭─ long.json:1:8
       1 │ …"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
         │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      "
    `);
  });

  test('has one caret where its span is empty, and at the end of a file', () => {
    const open = manifest('open.yaml', 'spec:\n  ports: [');
    const end = { ...at(open, '['), span: { start: 16, end: 16 } };
    expect(shown([open], diagnostic(end))).toMatchInlineSnapshot(`
      "
      error[some-rule] Something is wrong.
         ╭─ open.yaml:2:11
       1 │ spec:
       2 │   ports: [
         │           ^
      "
    `);
  });

  test('of a whole file shows its name alone', () => {
    expect(shown([], diagnostic({ file: 'big.yaml' }, { rule: 'file-too-large' }))).toMatchInlineSnapshot(`
      "
      error[file-too-large] Something is wrong.
         ╰─ big.yaml
      "
    `);
  });

  test('stays inside its document', () => {
    const two = manifest('two.yaml', 'a: 1\n---\nb: 2\n---\nc: 3\n');
    expect(shown([two], diagnostic(at(two, '2')))).toMatchInlineSnapshot(`
      "
      error[some-rule] Something is wrong.
         ╭─ two.yaml:3:4
       3 │ b: 2
         │    ^
      "
    `);
  });

  test('names related places of the same line without a frame, and counts what is too much', () => {
    const places = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => related(at(SERVICE, 'port: 80'), `Reason ${n}`));
    expect(shown([SERVICE, INGRESS], diagnostic(at(SERVICE, '80'), { related: places })))
      .toMatchInlineSnapshot(`
      "
      error[some-rule] Something is wrong.
         ╭─ shop/service.yaml:10:13
       8 │   ports:
       9 │     - name: http
      10 │       port: 80
         │             ^^
         │
         ├─ shop/service.yaml:10:7: Reason 1
         ├─ shop/service.yaml:10:7: Reason 2
         ├─ shop/service.yaml:10:7: Reason 3
         ├─ shop/service.yaml:10:7: Reason 4
         ├─ shop/service.yaml:10:7: Reason 5
         ├─ shop/service.yaml:10:7: Reason 6
         ├─ shop/service.yaml:10:7: Reason 7
         ├─ shop/service.yaml:10:7: Reason 8
         ╰─ and 1 more
      "
    `);
  });

  test('says that a fix is only a possible one', () => {
    const fixes = [
      { title: 'Use port 80', safety: 'safe', edits: [] },
      { title: 'Add port 8080 to the Service', safety: 'unsafe', edits: [] },
    ] as const;
    expect(shown([SERVICE], diagnostic(at(SERVICE, '80'), { fixes }))).toMatchInlineSnapshot(`
      "
      error[some-rule] Something is wrong.
         ╭─ shop/service.yaml:10:13
       8 │   ports:
       9 │     - name: http
      10 │       port: 80
         │             ^^
         │
         ├─ fix: Use port 80
         ╰─ possible fix: Add port 8080 to the Service
      "
    `);
  });
});

describe('the sum', () => {
  const last = (report: string): string | undefined => report.trimEnd().split('\n').at(-1);

  test.each([
    [result([INGRESS], []), 'No problems found in 1 file (1 resource).'],
    [
      { ...result([INGRESS], []), summary: { ...result([INGRESS], []).summary, resources: 0 } },
      'No Kubernetes resources found in 1 file.',
    ],
    [CHAIN, 'Found 1 error in 2 files (2 resources).'],
    [{ ...CHAIN, diagnostics: [] }, 'Found 1 error in 2 files (2 resources); 1 not shown.'],
    [
      result(
        [SERVICE],
        (['error', 'warning', 'warning', 'info'] as const).map((severity) =>
          diagnostic(at(SERVICE, '80'), { severity }),
        ),
      ),
      'Found 1 error, 2 warnings and 1 info in 1 file (1 resource).',
    ],
  ])('counts what was found in what (%#)', (checked, expected) => {
    expect(last(pretty(checked, plain))).toBe(expected);
  });
});

test('a style changes no character of what is said', () => {
  const paint = (text: string): string => `<${text}>`;
  const style: Style = {
    error: paint,
    warning: paint,
    info: paint,
    good: paint,
    strong: paint,
    faint: paint,
    name: paint,
    related: paint,
  };
  expect(pretty(CHAIN, { style, width: 80 }).replace(/[<>]/g, '')).toBe(
    pretty(CHAIN, { style: PLAIN, width: 80 }),
  );
});
