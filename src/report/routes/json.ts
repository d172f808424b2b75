import { identityOf, placeOf } from '../../diagnostic/place.ts';
import type { RouteAnswer, ValueMatch } from '../../reach/route/entry.ts';
import { describeRedirect } from '../../reach/route/redirect.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Path } from '../../base/json.ts';
import { jsonText } from '../escape/json.ts';
import type { Locator } from '../locate.ts';
import { rowsOf } from './gather.ts';
import type { RouteRow, Routes } from './gather.ts';

/** Version 1 of `schemas/routes.schema.json`. */
export function routesJson({ doors, leftOut }: Routes, places: Locator): string {
  const value = {
    version: 1,
    doors: doors.map(({ table, hosts }) => ({
      name: table.door,
      resource: table.resource === undefined ? null : identityOf(table.resource),
      ...(table.port === undefined ? {} : { port: table.port }),
      scheme: table.scheme,
      served: table.served,
      hosts: hosts.map((routes) => ({
        host: routes.host === '' ? '*' : routes.host,
        rules: rowsOf(routes).map((row) => jsonRow(row, places)),
      })),
    })),
    withoutEffect: leftOut.map(({ resource, at, message }) => ({ message, ...source(resource, at, places) })),
  };
  return `${jsonText(value, 2)}\n`;
}

function jsonRow({ entry, shadow }: RouteRow, places: Locator): object {
  const { path, method, headers, query, conditions = [] } = entry;
  return {
    path: { type: path.kind, value: path.value },
    ...(method === undefined ? {} : { method }),
    ...(headers.length === 0 ? {} : { headers: headers.map(jsonValue) }),
    ...(query.length === 0 ? {} : { query: query.map(jsonValue) }),
    ...(conditions.length === 0 ? {} : { conditions: conditions.map(({ text }) => text) }),
    ...jsonAnswer(entry.answer),
    ...(shadow === undefined
      ? {}
      : {
          unreachable: {
            verdict: shadow.verdict,
            message: shadow.message,
            by: source(shadow.by.source, shadow.by.at, places),
          },
        }),
    ...source(entry.source, entry.at, places),
  };
}

function jsonValue({ name, kind, value }: ValueMatch): object {
  return { name, type: kind, value };
}

function jsonAnswer(answer: RouteAnswer): object {
  if (answer.does === 'redirect') return { redirect: describeRedirect(answer.redirect) };
  if (answer.does === 'answer') return { answers: answer.says };
  if (answer.does === 'fail') return { fails: answer.says };
  return {
    backends: answer.targets.map(({ kind, namespace, name, port, weight, broken, only }) => ({
      kind: kind === 'Service' ? 'Service' : 'other',
      namespace,
      name,
      ...(port === undefined ? {} : { port }),
      share: weight,
      ...(broken === undefined ? {} : { broken }),
      ...(only === undefined ? {} : { alwaysWith: only }),
    })),
  };
}

function source(resource: Resource, at: Path, places: Locator): object {
  const { file, range } = places.locate(placeOf(resource, at, 'value'));
  return { resource: identityOf(resource), file, range };
}
