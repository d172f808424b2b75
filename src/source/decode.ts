const SNIFFED = 8192;

/**
 * The text of a file, without its byte order mark; undefined if it is binary, that is, has a NUL among its first 8 kB.
 *
 * UTF-16 is read where a byte order mark announces it: `>` in Windows PowerShell 5 writes manifests that way, and
 * people see YAML in their editor. Bytes that are no UTF-8 become U+FFFD, so that one Latin-1 letter in a comment does
 * not hide the rest of the file; a name with U+FFFD in it is still no valid name.
 */
export function decode(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return withoutNul(bytes.toString('utf16le', 2));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    const even = bytes.subarray(2, bytes.length - (bytes.length % 2));
    return withoutNul(Buffer.from(even).swap16().toString('utf16le'));
  }
  if (bytes.subarray(0, SNIFFED).includes(0)) return undefined;
  return bytes.toString('utf8', startsWithUtf8Mark(bytes) ? 3 : 0);
}

function startsWithUtf8Mark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function withoutNul(text: string): string | undefined {
  return text.slice(0, SNIFFED / 2).includes('\0') ? undefined : text;
}
