import { describe, expect, it } from 'vitest';
import { decode } from '../../src/source/decode.ts';

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

describe('decode', () => {
  it.each<[string, Buffer, string | undefined]>([
    ['UTF-8', Buffer.from('name: Zoë 😀'), 'name: Zoë 😀'],
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFFkind: Pod'), 'kind: Pod'],
    ['an empty file', Buffer.alloc(0), ''],
    ['a file that is only a byte order mark', Buffer.from('\uFEFF'), ''],
    ['UTF-16, little end first', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16('kind: Zoë')]), 'kind: Zoë'],
    [
      'UTF-16, big end first',
      Buffer.concat([Buffer.from([0xfe, 0xff]), utf16('kind: Zoë').swap16()]),
      'kind: Zoë',
    ],
    ['UTF-16 with half a character at its end', Buffer.from([0xfe, 0xff, 0, 0x61, 0]), 'a'],
    ['bytes that are no UTF-8', Buffer.from([0x61, 0xe9, 0x62]), 'a\uFFFDb'],
    ['a NUL at the start', Buffer.from('\0ELF'), undefined],
    ['a NUL at the end of the first 8 kB', Buffer.from(`${'a'.repeat(8191)}\0`), undefined],
    ['UTF-16 without a byte order mark', utf16('kind: Pod'), undefined],
    [
      'UTF-32, whose mark begins like that of UTF-16',
      Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]),
      undefined,
    ],
  ])('reads %s', (_name, bytes, text) => {
    expect(decode(bytes)).toBe(text);
  });

  it('takes a NUL behind the first 8 kB for text', () => {
    expect(decode(Buffer.from(`${'a'.repeat(8192)}\0`))).toHaveLength(8193);
  });

  it('leaves the bytes as they were', () => {
    const bytes = Buffer.from([0xfe, 0xff, 0, 0x61]);
    decode(bytes);
    expect([...bytes]).toEqual([0xfe, 0xff, 0, 0x61]);
  });
});
