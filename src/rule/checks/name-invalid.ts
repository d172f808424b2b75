import { objectOf, stringOf } from '../../base/json.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { nameFormOf, prefixProblem } from '../../resource/object-name.ts';
import type { NameForm } from '../../resource/object-name.ts';
import { dnsLabelProblem } from '../../resource/syntax.ts';
import { describeValue } from '../../schema/words.ts';
import type { Check, Finding } from '../rule.ts';
import { isServed } from '../served.ts';

/** A name that the API server refuses (ValidateObjectMeta with the name function of the kind), and that of a namespace. */
export const check: Check = function* (resource, { graph }) {
  const { name, unrendered, type } = resource;
  // Kustomize adds to names.
  if (unrendered !== undefined || !isServed(graph, resource)) return;
  const metadata = objectOf(resource.value.metadata);
  const form = nameFormOf(type);
  // A Service has a rule of its own.
  if (form !== undefined && type !== 'Service') {
    if (name !== '') yield* ofText(resource, ['metadata', 'name'], name, 'The name', form);
    else if (metadata.name !== undefined && metadata.name !== null && typeof metadata.name !== 'string')
      yield {
        at: ['metadata', 'name'],
        message: `metadata.name of ${nameOf(resource)} is ${describeValue(metadata.name)}, but takes a string; the API server rejects the ${resource.kind}.`,
      };
  }
  const prefix = stringOf(metadata.generateName) ?? '';
  if (form !== undefined && prefix !== '')
    yield* ofText(resource, ['metadata', 'generateName'], prefix, 'The generateName', (text) =>
      prefixProblem(form, text),
    );
  if (resource.namespaceWritten)
    yield* ofText(
      resource,
      ['metadata', 'namespace'],
      stringOf(metadata.namespace) ?? '',
      'The namespace',
      dnsLabelProblem,
    );
};

function* ofText(
  resource: Resource,
  at: Finding['at'],
  text: string,
  what: string,
  form: NameForm,
): Iterable<Finding> {
  if (isPlaceholderName(text)) return;
  const problem = form(text);
  if (problem === undefined) return;
  const lower = text.toLowerCase().replace(/_/g, '-');
  yield {
    at,
    message: `${what} of ${nameOf(resource)} ${problem}; the API server rejects the ${resource.kind}.`,
    fixes:
      form(lower) === undefined
        ? [{ title: `Use ${lower}`, safety: 'unsafe', edits: [{ at, value: lower }] }]
        : [],
  };
}
