/** What an error of the file system means for the reader of the report. */
export function unreadable(error: unknown, isLink: boolean): { code: 'file-unreadable'; message: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return {
    code: 'file-unreadable',
    message: REASONS[isLink ? `link ${code}` : code] ?? `It cannot be read (${code}).`,
  };
}

const REASONS: Record<string, string> = {
  'link ENOENT': 'The symbolic link leads nowhere.',
  'link ELOOP': 'The symbolic link leads to itself.',
  'link EXDEV':
    'The symbolic link leads out of the repository or folder that is checked, and is not followed.',
  ENOENT: 'It vanished while it was read.',
  EACCES: 'There is no permission to read it.',
  EISDIR: 'It is a folder.',
  ENXIO: 'It is a socket or a device, and no file.',
  EILSEQ: 'Its name is not UTF-8.',
  missing: 'This clone of the repository is partial, and does not have it.',
  EPERM: 'There is no permission to read it.',
};
