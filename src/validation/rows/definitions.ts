import { isList, isObject, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../../base/json.ts';
import { isThere } from '../definition/place.ts';
import { fieldPathIn, pathBelow, simplePathProblem } from '../definition/json-path.ts';
import { versionSchema } from '../definition/structure.ts';
import { format } from '../forms/format.ts';
import { unique, uniqueBy } from '../forms/list.ts';
import { dns1035Problem, domainOf } from '../forms/names.ts';
import { between } from '../forms/number.ts';
import { exactlyOne, forbids, given, has, needs } from '../forms/presence.ts';
import { oneOf } from '../forms/supported.ts';
import { webhookUrl } from '../forms/texts.ts';
import { is } from '../statement.ts';
import type { Table } from '../statement.ts';
import type { Visit } from '../visit.ts';

const FILE = 'apiextensions-apiserver pkg/apis/apiextensions/validation/validation.go';
/** A name of RFC 1035. Kinds may have capitals (ValidateCustomResourceDefinitionNames). */
const name = format(dns1035Problem, 'refused');
const kindName = format((text) => dns1035Problem(text.toLowerCase()));
const int32 = between(-(2 ** 31), 2 ** 31 - 1);

/** What a definition of custom resources says of itself; what its schemas say is in ../definition/. */
export const DEFINITIONS: readonly Table[] = [
  {
    of: 'apiextensions.k8s.io/CustomResourceDefinition',
    source: `${FILE} ValidateCustomResourceDefinition, validateCustomResourceDefinitionSpec`,
    statements: [
      ['', composedName, approval],
      ['spec', needs('group', 'versions')],
      ['spec.group', format(domainOf(2))],
      ['spec.scope', oneOf(['Cluster', 'Namespaced'], 'refused')],
      ['spec.preserveUnknownFields', keepsUnknown],
      ['spec.names', needs('plural', 'kind'), is('DefinitionNames')],
      ['spec.conversion', is('Conversion')],
      ['spec.versions', uniqueBy(['name']), oneStored],
      ['spec.versions[*]', needs('name'), is('DefinitionVersion')],
    ],
  },
  {
    of: 'DefinitionNames',
    source: `${FILE} ValidateCustomResourceDefinitionNames`,
    statements: [
      ['', listKindOfItsOwn],
      ['plural', format(dns1035Problem)],
      ['singular', format(dns1035Problem)],
      ['kind', kindName],
      ['listKind', kindName],
      ['shortNames[*]', name],
      ['categories[*]', name],
    ],
  },
  {
    of: 'DefinitionVersion',
    source: `${FILE} validateCustomResourceDefinitionVersion, ValidateCustomResourceDefinitionSubresources, ValidateCustomResourceColumnDefinition`,
    statements: [
      ['', schemaThere, fieldsToSelect],
      [
        '',
        given(
          'deprecated',
          [false],
          forbids('unless the version is deprecated', 'deprecationWarning'),
          false,
        ),
      ],
      ['name', name],
      ['deprecationWarning', format(warningProblem, 'refused')],
      ['schema.openAPIV3Schema', versionSchema],
      ['subresources.status', emptyObject],
      ['subresources.scale', needs('specReplicasPath', 'statusReplicasPath')],
      ['subresources.scale.specReplicasPath', format(pathBelow('.spec'))],
      ['subresources.scale.statusReplicasPath', format(pathBelow('.status'))],
      ['subresources.scale.labelSelectorPath', format(pathBelow('.spec', '.status'))],
      ['additionalPrinterColumns[*]', needs('name', 'type', 'jsonPath')],
      ['additionalPrinterColumns[*].type', oneOf(['boolean', 'date', 'integer', 'number', 'string'])],
      [
        'additionalPrinterColumns[*].format',
        oneOf(['int32', 'int64', 'float', 'double', 'byte', 'date', 'date-time', 'password']),
      ],
      ['additionalPrinterColumns[*].priority', int32],
      ['additionalPrinterColumns[*].jsonPath', format(simplePathProblem)],
      ['selectableFields[*]', needs('jsonPath')],
    ],
  },
  {
    of: 'Conversion',
    source: `${FILE} validateCustomResourceConversion, validateConversionReviewVersions`,
    statements: [
      ['', needs('strategy')],
      ['strategy', oneOf(['None', 'Webhook'])],
      ['', given('strategy', ['Webhook'], has('webhook'))],
      ['', given('strategy', ['None'], withoutWebhook)],
      ['webhook', needs('conversionReviewVersions'), has('clientConfig')],
      ['webhook.conversionReviewVersions', unique, knownReview],
      ['webhook.conversionReviewVersions[*]', name],
      ['webhook.clientConfig', exactlyOne('url', 'service')],
      ['webhook.clientConfig.url', webhookUrl],
      ['webhook.clientConfig.service', is('WebhookService')],
    ],
  },
];

/** Its name is made of what it defines. */
function composedName(definition: JsonValue, visit: Visit): void {
  if (!isObject(definition)) return;
  const spec = objectOf(definition.spec);
  const [written, plural, group] = [
    objectOf(definition.metadata).name,
    objectOf(spec.names).plural,
    spec.group,
  ];
  if (typeof written !== 'string' || typeof plural !== 'string' || typeof group !== 'string') return;
  // What is empty there is told for itself.
  if (plural === '' || group === '' || written === '') return;
  const wanted = `${plural}.${group}`;
  if (written !== wanted)
    visit.report(
      {
        form: 'agreement',
        value: written,
        problem: `must be ${wanted}: spec.names.plural, a point and spec.group`,
        meant: wanted,
        other: { path: visit.pathTo(['spec', 'names', 'plural']), message: `plural is ${plural}` },
      },
      ['metadata', 'name'],
    );
}

const APPROVED = 'api-approved.kubernetes.io';

/** Groups of the Kubernetes community say who approved them (validateAPIApproval, apihelpers IsProtectedCommunityGroup). */
function approval(definition: JsonValue, visit: Visit): void {
  if (!isObject(definition)) return;
  const group = stringOf(objectOf(definition.spec).group) ?? '';
  if (!/(?:^|\.)(?:k8s|kubernetes)\.io$/.test(group)) return;
  const written = objectOf(objectOf(definition.metadata).annotations)[APPROVED] ?? '';
  const at = ['metadata', 'annotations', APPROVED];
  if (written === '')
    visit.report(
      {
        form: 'required',
        problem: `is required for the group ${group}: the URL of the approval, or unapproved`,
      },
      at,
    );
  else if (typeof written === 'string' && !written.startsWith('unapproved') && !isUrl(written))
    visit.report(
      { form: 'format', value: written, problem: 'is neither a URL nor begins with unapproved' },
      at,
    );
}

function isUrl(text: string): boolean {
  return /^[A-Za-z][-+.A-Za-z0-9]*:\/\/[^/?#]/.test(text);
}

function keepsUnknown(value: JsonValue, visit: Visit): void {
  if (value === true)
    visit.report({
      form: 'supported',
      value,
      problem: 'may not be true; x-kubernetes-preserve-unknown-fields in the schemas takes its place',
      meant: false,
    });
}

function listKindOfItsOwn(names: JsonValue, visit: Visit): void {
  const { kind, listKind } = objectOf(names);
  if (typeof kind === 'string' && kind !== '' && kind === listKind)
    visit.report(
      { form: 'agreement', value: listKind, problem: 'is the kind, too, and must be another name' },
      ['listKind'],
    );
}

/** Of all versions one is what is stored. */
function oneStored(versions: JsonValue, visit: Visit): void {
  if (!isList(versions) || versions.length === 0) return;
  const stored = versions.flatMap((one, index) => (objectOf(one).storage === true ? [index] : []));
  const [first, ...more] = stored;
  if (first === undefined)
    visit.report({
      form: 'required',
      part: 'key',
      problem: 'has no version with storage: true, and needs one',
    });
  for (const index of more)
    visit.report(
      {
        form: 'exclusive',
        value: true,
        problem: `excludes that ${labelOf(versions, first)} is stored, too; only one version may be`,
        other: { path: visit.pathTo([first ?? 0, 'storage']), message: 'the first one is here' },
      },
      [index, 'storage'],
    );
}

function labelOf(versions: readonly JsonValue[], index: number | undefined): string {
  return stringOf(objectOf(versions[index ?? 0]).name) ?? 'another';
}

function schemaThere(version: JsonValue, visit: Visit): void {
  if (!isObject(version) || isThere(objectOf(version.schema).openAPIV3Schema)) return;
  if (version.schema !== undefined && !isObject(version.schema)) return;
  visit.report({ form: 'required', problem: 'is required' }, ['schema', 'openAPIV3Schema']);
}

function warningProblem(text: string): string | undefined {
  if (text === '') return 'must not be empty; leave it out for the words of the server';
  if (Buffer.byteLength(text) > 256) return 'is longer than 256 characters';
  // eslint-disable-next-line no-control-regex -- what is not printed is what is asked for
  return /[\u0000-\u001f\u007f]/.test(text) ? 'has characters that are not printed' : undefined;
}

function emptyObject(value: JsonValue, visit: Visit): void {
  if (!isObject(value))
    visit.report({ form: 'format', value, problem: 'must be {}: an object without fields' });
  else
    for (const key of Object.keys(value))
      visit.report({ form: 'forbidden', part: 'key', problem: 'may not be set: it has no fields' }, [key]);
}

function withoutWebhook(conversion: JsonValue, visit: Visit): void {
  const webhook = objectOf(objectOf(conversion).webhook);
  for (const field of ['clientConfig', 'conversionReviewVersions']) {
    const value = webhook[field];
    if (isList(value) ? value.length > 0 : isObject(value))
      visit.report(
        { form: 'forbidden', part: 'key', problem: 'may not be set unless the strategy is Webhook' },
        ['webhook', field],
      );
  }
}

function knownReview(versions: JsonValue, visit: Visit): void {
  if (isList(versions) && versions.length > 0 && !versions.some((one) => one === 'v1' || one === 'v1beta1'))
    visit.report({
      form: 'supported',
      value: versions,
      problem: 'has neither v1 nor v1beta1, and needs one',
    });
}

const MOST_SELECTABLE = 8;

/** Fields that objects can be selected by (ValidateCustomResourceSelectableFields). */
function fieldsToSelect(version: JsonValue, visit: Visit): void {
  if (!isObject(version)) return;
  const schema = objectOf(version.schema).openAPIV3Schema;
  const seen = new Map<string, Path>();
  listOf(version.selectableFields).forEach((entry, index) => {
    const path = stringOf(objectOf(entry).jsonPath) ?? '';
    if (path === '' || !isObject(schema)) return;
    const at = ['selectableFields', index, 'jsonPath'];
    const found = fieldPathIn(path, schema, false);
    if ('problem' in found) {
      visit.report({ form: 'format', value: path, problem: found.problem }, at);
      return;
    }
    const problem = selectableProblem(found.names, found.schema);
    if (problem !== undefined) visit.report({ form: 'format', value: path, problem }, at);
    const key = found.names.join('.');
    const first = seen.get(key);
    if (first === undefined) seen.set(key, visit.pathTo(at));
    else
      visit.report(
        {
          form: 'repeated',
          value: path,
          problem: 'is the field of an entry before it, and must be unique',
          other: { path: first, message: 'the first one is here' },
        },
        at,
      );
  });
  if (seen.size > MOST_SELECTABLE)
    visit.report(
      { form: 'range', part: 'key', problem: `has ${seen.size} fields, and may have ${MOST_SELECTABLE}` },
      ['selectableFields'],
    );
}

function selectableProblem(names: readonly string[], schema: JsonObject | undefined): string | undefined {
  if (names[0] === 'metadata') return 'may not lead into metadata';
  const type = stringOf(schema?.type) ?? '';
  if (type === 'string' || type === 'boolean' || type === 'integer') return undefined;
  return `leads to a field ${type === '' ? 'without a type' : `of type ${type}`}, and takes string, boolean and integer`;
}
