import { isObject, objectOf, parseJson, stringOf } from '../../base/json.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { configMapKey } from '../forms/names.ts';
import { isSet } from '../forms/presence.ts';
import { base64, isBase64 } from '../forms/texts.ts';
import type { Judge, Table } from '../statement.ts';
import type { Visit } from '../visit.ts';

/** A megabyte, of all keys together (MaxSecretSize). */
const MOST_BYTES = 1024 * 1024;

/** ConfigMaps and Secrets: keys, sizes, and what each type of Secret holds. */
export const CONFIG: readonly Table[] = [
  {
    of: 'ConfigMap',
    source: 'kubernetes pkg/apis/core/validation/validation.go ValidateConfigMap',
    statements: [
      ['data{key}', configMapKey],
      ['binaryData{key}', configMapKey],
      ['binaryData{*}', base64],
      ['', inBothMaps],
      ['', sizeOf('data', 'binaryData')],
    ],
  },
  {
    of: 'Secret',
    source: 'kubernetes pkg/apis/core/validation/validation.go ValidateSecret',
    statements: [
      ['data{key}', configMapKey],
      ['data{*}', base64],
      ['stringData{key}', configMapKey],
      ['', sizeOf('data', 'stringData')],
      ['', keysOfType],
    ],
  },
];

/** A key is a text or bytes, never both. */
function inBothMaps(object: JsonValue, visit: Visit): void {
  if (!isObject(object)) return;
  const bytes = objectOf(object.binaryData);
  for (const key of Object.keys(objectOf(object.data)))
    if (Object.hasOwn(bytes, key))
      visit.report(
        {
          form: 'repeated',
          part: 'key',
          problem: 'is a key of binaryData, too, and must be unique',
          other: { path: visit.pathTo(['binaryData', key]), message: 'the other one is here' },
        },
        ['data', key],
      );
}

function sizeOf(...maps: readonly string[]): Judge {
  return (object: JsonValue, visit: Visit): void => {
    if (!isObject(object)) return;
    let bytes = 0;
    for (const map of maps)
      for (const [key, value] of Object.entries(objectOf(object[map]))) {
        // What is in stringData replaces what data says.
        if (map === 'data' && Object.hasOwn(objectOf(object.stringData), key)) continue;
        const length = typeof value === 'string' ? value.length : 0;
        // A text of fewer characters than a third cannot have more bytes.
        if (map === 'binaryData' || (map === 'data' && object.kind === 'Secret'))
          bytes += decodedLength(value);
        else
          bytes +=
            length * 3 > MOST_BYTES / 2 && typeof value === 'string' ? Buffer.byteLength(value) : length;
      }
    if (bytes > MOST_BYTES)
      visit.report(
        { form: 'range', part: 'key', problem: `has ${bytes} bytes or more, and may have ${MOST_BYTES}` },
        [maps.find((map) => isSet(object[map])) ?? 'data'],
      );
  };
}

function decodedLength(value: JsonValue | undefined): number {
  if (typeof value !== 'string') return 0;
  const padding = value.endsWith('==') ? 2 : value.endsWith('=') ? 1 : 0;
  return Math.max(0, Math.floor((value.length * 3) / 4) - padding);
}

/** What each type of Secret holds. */
function keysOfType(secret: JsonValue, visit: Visit): void {
  if (!isObject(secret)) return;
  const type = stringOf(secret.type) ?? '';
  const has = (key: string): boolean => valueOf(secret, key) !== undefined;
  const needsKey = (key: string): void => {
    if (!has(key))
      visit.report({ form: 'required', problem: `is required in a Secret of type ${type}` }, [
        isSet(secret.stringData) && !isSet(secret.data) ? 'stringData' : 'data',
        key,
      ]);
  };
  switch (type) {
    case 'kubernetes.io/tls':
      needsKey('tls.crt');
      needsKey('tls.key');
      return;
    case 'kubernetes.io/dockerconfigjson':
      needsKey('.dockerconfigjson');
      jsonIn(secret, '.dockerconfigjson', visit);
      return;
    case 'kubernetes.io/dockercfg':
      needsKey('.dockercfg');
      jsonIn(secret, '.dockercfg', visit);
      return;
    case 'kubernetes.io/ssh-auth':
      if (valueOf(secret, 'ssh-privatekey') === undefined) needsKey('ssh-privatekey');
      return;
    case 'kubernetes.io/basic-auth':
      if (!has('username') && !has('password')) needsKey('username');
      return;
    case 'kubernetes.io/service-account-token': {
      const annotations = objectOf(objectOf(secret.metadata).annotations);
      if (!isSet(annotations['kubernetes.io/service-account.name']))
        visit.report({ form: 'required', problem: `is required on a Secret of type ${type}` }, [
          'metadata',
          'annotations',
          'kubernetes.io/service-account.name',
        ]);
    }
  }
}

function valueOf(secret: JsonObject, key: string): string | undefined {
  const text = stringOf(objectOf(secret.stringData)[key]);
  if (text !== undefined) return text;
  const encoded = stringOf(objectOf(secret.data)[key]);
  return encoded === undefined || !isBase64(encoded)
    ? encoded
    : Buffer.from(encoded, 'base64').toString('utf8');
}

function jsonIn(secret: JsonObject, key: string, visit: Visit): void {
  const text = valueOf(secret, key);
  if (text === undefined) return;
  const value = parseJson(text);
  if (value === null || isObject(value)) return;
  const map = stringOf(objectOf(secret.stringData)[key]) === undefined ? 'data' : 'stringData';
  visit.report({ form: 'format', problem: value === undefined ? 'is no JSON' : 'is JSON, and no object' }, [
    map,
    key,
  ]);
}
