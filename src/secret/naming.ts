/**
 * Whether a name says that its value is nobody's to read: compared word by word, so `API_KEY` is one, and `KEYCLOAK_URL`
 * and `MONKEY` are none. Names written as one word (`PGPASSWORD`, `authtoken`) are told by their ending.
 */
export function namesSecret(name: string): boolean {
  return wordsOf(name).some((word) => WORDS.has(word) || ENDING.test(word));
}

/** The same of a name inside of other text, where it has to end so: `client_secret` of `client_secret=…`, not `secretName`. */
export function endsAsSecret(name: string): boolean {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  // `key: …` alone is an entry of any list; `api_key` and `--key` are told by the word or the dashes before it.
  if (KEYS.has(last)) return words.length > 1 || name.startsWith('-');
  return WORDS.has(last) || ENDING.test(last);
}

/** Of an option of a command, where the word may stand anywhere: `--db-password-value`, `--bearertoken`. */
export function optionIsSecret(name: string): boolean {
  return /password|passwd|passphrase|token/i.test(name) || endsAsSecret(name);
}

const KEYS: ReadonlySet<string> = new Set(['key', 'keys', 'apikey', 'accesskey', 'secretkey', 'privatekey']);

const WORDS: ReadonlySet<string> = new Set([
  ...KEYS,
  'password',
  'passwords',
  'passwd',
  'passphrase',
  'pwd',
  'token',
  'tokens',
  'secret',
  'secrets',
  'credential',
  'credentials',
]);

/** Words that end so have no harmless kin, as `monkey` is one of `key`. */
const ENDING = /(?:password|passwd|passphrase|secret|token)$/;

/** `DB_PASSWORD`, `db.password`, `db-password` and `dbPassword` have the same two words. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}
