import { isObject } from '../base/json.ts';
import { compose, composeJson } from './compose.ts';
import { decode } from './decode.ts';
import type { Document, Problem } from './document.ts';
import { readEveryday } from './everyday.ts';
import { countKeys, jsonOf, shapeOf } from './json-text.ts';
import { MAX_DEPTH } from './nesting.ts';

const NO_PROBLEMS: readonly Problem[] = [];

/**
 * Reads the text of one document as kubectl does. Never throws. Undefined for a document that kubectl skips (empty,
 * only comments, null); a document without a value for one that it refuses.
 */
export function parseChunk(text: string): Document | undefined {
  const value = readEveryday(text);
  if (value !== undefined) return { text, value, problems: NO_PROBLEMS };
  return parseJson(text) ?? parseYaml(text);
}

/** The same by the library alone, whatever the text looks like. */
export function parseYaml(text: string): Document | undefined {
  const composition = compose(text);
  if (composition.fault !== undefined) {
    const { code, message, span } = composition.fault;
    const end = Math.min(span.end, text.length);
    const problem: Problem = { code, message, span: { start: Math.min(span.start, end), end } };
    return { text, value: undefined, problems: [problem] };
  }
  const { problems, ...content } = decode(composition);
  const { ignored } = composition;
  if (ignored === undefined) {
    return content.value === undefined && problems.length === 0 ? undefined : { text, ...content, problems };
  }
  const problem: Problem = {
    code: 'yaml-ignored-document',
    message:
      'kubectl silently ignores everything from here to the next "---"; start a new document with "---".',
    span: ignored,
  };
  return { text, ...content, problems: [...problems, problem] };
}

/** Undefined if the text is not JSON; kubectl then reads it as YAML. */
function parseJson(text: string): Document | undefined {
  const value = jsonOf(text);
  if (!isObject(value)) return undefined;
  const shape = shapeOf(value);
  if (shape.tooDeep) {
    const message = `This document nests more than ${MAX_DEPTH} levels deep, and is not read.`;
    return { text, value: undefined, problems: [{ code: 'yaml-too-deep', message, span: wholeSpan(text) }] };
  }
  if (shape.overflow) {
    const message = 'This document holds a number that is too large for 64 bits; the API server refuses it.';
    return { text, value: undefined, problems: [{ code: 'yaml-syntax', message, span: wholeSpan(text) }] };
  }
  if (shape.keys === countKeys(text)) return { text, value, problems: NO_PROBLEMS };
  // The tree of the YAML reader knows where the repeated keys stand; the value is that of the JSON reader.
  const { problems } = decode(composeJson(text));
  return { text, value, problems: problems.filter((problem) => problem.code === 'yaml-duplicate-key') };
}

function wholeSpan(text: string): { start: number; end: number } {
  const end = text.trimEnd().length;
  return { start: Math.min(end, text.length - text.trimStart().length), end };
}
