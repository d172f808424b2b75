import type { Document, Manifest } from '../document/document.ts';
import { hasManifestWords, isMeantAsManifest, lackingWords } from '../document/meant.ts';
import { readDocuments } from '../document/read.ts';
import { isKustomizationFile } from '../resource/kustomize.ts';
import type { SourceFile } from '../source/file.ts';
import { hasTemplateAction, isYttTemplate, looksTemplated } from '../source/template.ts';
import type { Notice } from './notice.ts';

export interface Read {
  documents: number;
  /** Documents that have a value, objects or not. */
  readonly manifests: Manifest[];
  readonly unreadable: string[];
  readonly notices: Notice[];
}

export interface ReadOptions {
  /** Parses a chunk of a file, or knows it already. */
  readonly parse: (chunk: string) => Document | undefined;
  readonly onFile?: (done: number) => void;
}

/** The documents of all files, and what is wrong with those that are meant to be manifests. */
export function readManifests(files: readonly SourceFile[], options: ReadOptions): Read {
  const all: Read = { documents: 0, manifests: [], unreadable: [], notices: [] };
  const templatesOf = new Map<string, number>();
  files.forEach((file, position) => {
    options.onFile?.(position);
    if (file.chart !== undefined && hasTemplateAction(file.text)) {
      templatesOf.set(file.chart, (templatesOf.get(file.chart) ?? 0) + 1);
      all.unreadable.push(file.text);
    } else if (file.meant !== undefined || isKustomizationFile(file.file) || hasManifestWords(file.text)) {
      readFile(file, options, all);
    } else if (looksTemplated(file.text)) {
      // A part of a template has the words elsewhere, as `{{ include "app.service" . }}`.
      all.unreadable.push(file.text);
    }
  });
  for (const [chart, count] of templatesOf) {
    const templates = count === 1 ? '1 template' : `${count} templates`;
    all.notices.push({
      rule: 'template-skipped',
      message: `${templates} of this Helm chart skipped; check what \`helm template\` prints instead.`,
      place: { file: chart === '' || chart === '.' ? 'Chart.yaml' : `${chart}/Chart.yaml` },
    });
  }
  return all;
}

function readFile({ file, text, meant }: SourceFile, { parse }: ReadOptions, all: Read): void {
  const read = readDocuments(text, parse);
  all.documents += read.length;
  const isYtt = isYttTemplate(text);
  const template = isYtt || (read.some(({ document }) => isBroken(document)) && looksTemplated(text));
  if (template) {
    const message = 'This file is a template; it is skipped until it is rendered.';
    all.notices.push({ rule: 'template-skipped', message, place: { file } });
  }
  const isCertain = meant !== undefined || isKustomizationFile(file);
  // kubectl takes the whole file or refuses it, so what cannot be read beside a manifest is no data.
  const holdsManifest = read.some(
    ({ document }) => document.value !== undefined && isMeantAsManifest(document),
  );
  read.forEach(({ offset, document }, index) => {
    const manifest: Manifest = { file, index, offset, document };
    const isUnreadable = document.value === undefined || isYtt;
    if (isUnreadable) all.unreadable.push(document.text);
    else all.manifests.push(manifest);
    if (template && isUnreadable) return;
    if (!isCertain && !isMeantAsManifest(document) && !(holdsManifest && isBroken(document))) return;
    for (const { code, message, span } of document.problems) {
      all.notices.push({ rule: code, message, place: { file, manifest, span } });
    }
    if (meant !== undefined && !isKustomizationFile(file)) all.notices.push(...whatItLacks(manifest));
  });
}

function isBroken({ value, entries }: Document): boolean {
  return value === undefined && entries === undefined;
}

/** kubectl wants both words of every document: apimachinery pkg/apis/meta/v1/unstructured/helpers.go Decode. */
function whatItLacks(manifest: Manifest): readonly Notice[] {
  const { value } = manifest.document;
  const lacking = value === undefined ? [] : lackingWords(value);
  if (lacking.length === 0) return [];
  const what = lacking.length === 1 ? `no ${lacking.join()}` : `neither ${lacking.join(' nor ')}`;
  return [
    {
      rule: 'no-manifest',
      message: `This document has ${what}, so it is no manifest; kubectl refuses it.`,
      place: { file: manifest.file, manifest, path: [], part: 'value' },
    },
  ];
}
