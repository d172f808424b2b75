/**
 * Whether the name of a setting says that nobody calls the addresses in it: hosts that are not asked through a proxy, names that
 * a certificate is compared with (`*_SERVER_NAME`, `--tls-server-name`, `--dynamic-serving-dns-names`), hosts and origins that are
 * let in, the audience of a token, where the program itself listens.
 */
export function isNoCall(setting: string): boolean {
  // The end of a name says what it is.
  return NO_CALLS.test(
    setting
      .slice(-100)
      .replace(/([a-z])(?=[A-Z])/g, '$1_')
      .replace(/[-.]/g, '_'),
  );
}

const NO_CALLS = new RegExp(
  [
    'non?_?proxy',
    'server_?names?$',
    '(?:^|_)sni(?:_|$)',
    '(?:dns|common|subject)_?(?:alt_?)?names?$',
    '(?:^|_)sans?$',
    '(?:^|_)(?:tls|ssl|cert)(?:_\\w+)?_(?:host|hostname|domain|name)s?$',
    '(?:allowed|trusted)_?(?:hosts?|origins?|domains?)',
    '(?:^|_)cors(?:_|$)',
    '(?:^|_)audiences?$',
    '(?:^|_)(?:listen|bind|advertised?)(?:_|$)',
    '(?:^|_)listeners$',
  ].join('|'),
  'i',
);

/** The name of the setting whose value begins at an offset of a text: `tls_server_name` of `--tls_server_name=…`, `a: …`. */
export function settingBefore(text: string, offset: number): string {
  return SETTING.exec(text.slice(Math.max(0, offset - 120), offset))?.[1] ?? '';
}

const SETTING = /([\w.-]{1,60})["']?\s{0,4}[=:]\s{0,4}["']?(?:[a-z][a-z0-9+.-]{0,20}:\/\/)?$/i;
