import { describe, expect, it } from 'vitest';
import { secretSpans } from '../../src/secret/assignments.ts';
import { namesSecret } from '../../src/secret/naming.ts';
import { cut, withoutUserInfo } from '../../src/secret/user-info.ts';

describe('a name says that its value is a secret', () => {
  it.each([
    'PASSWORD',
    'DB_PASSWORD',
    'db-password',
    'dbPassword',
    'PGPASSWORD',
    'API_KEY',
    'apiKey',
    'AWS_SECRET_ACCESS_KEY',
    'TOKEN_URL',
    'GITHUB_TOKENS',
    'ACCESSTOKEN',
    'CLIENT_SECRET',
    'spring.datasource.password',
    'X-Api-Key',
    'DJANGO_SECRET',
  ])('%s', (name) => {
    expect(namesSecret(name)).toBe(true);
  });

  it.each([
    'KEYCLOAK_URL',
    'MONKEY',
    'TURKEY_HOST',
    'KEYBOARD',
    'SECRETARY',
    'TOKENIZER_URL',
    'DATABASE_URL',
    'LOG_LEVEL',
    'PASSENGER_PORT',
    '',
  ])('%s does not', (name) => {
    expect(namesSecret(name)).toBe(false);
  });
});

describe('user information of URLs', () => {
  it.each([
    ['postgres://app:hunter2@orders-db:5432/x', 'postgres://***@orders-db:5432/x'],
    ['see amqp://guest:guest@mq, and http://b/c@d', 'see amqp://***@mq, and http://b/c@d'],
    ['mongodb+srv://u:p@h1:1,h2:2/db?x=y', 'mongodb+srv://***@h1:1,h2:2/db?x=y'],
    ['redis://:hunter2@cache:6379', 'redis://***@cache:6379'],
    ['http://token@git.example.com/x.git', 'http://***@git.example.com/x.git'],
    ['postgres://app:hun/ter2@db:5432/x', 'postgres://***@db:5432/x'],
    ['postgres://app:hun#ter@2@db:5432/x', 'postgres://***@db:5432/x'],
    ['postgres://app:{hunter}@db', 'postgres://***@db'],
    ['{"url":"https://u:p@h/"}', '{"url":"https://***@h/"}'],
    ['a://u:p@h b://u:p@h', 'a://***@h b://***@h'],
    ['http://x://u:p@h', 'http://x://***@h'],
  ])('%s', (text, shown) => {
    expect(withoutUserInfo(text)).toBe(shown);
  });

  it.each([
    'http://api:8080/users/@me',
    'http://api/a@b',
    'https://unpkg.com/left-pad@1.3.0',
    'http://[::1]:80/a@b',
    'mail me@example.com',
    '://@',
    'docker://registry:5000/image@sha256:0',
  ])('%s has none', (text) => {
    expect(withoutUserInfo(text)).toBe(text);
  });
});

describe('what a text gives as secrets itself', () => {
  it.each([
    ['--db-password=hunter2', '--db-password=***'],
    ['--bearertoken=hunter2', '--bearertoken=***'],
    ['--client-secret=hunter2', '--client-secret=***'],
    ['mysql --password hunter2 -h db', 'mysql --password *** -h db'],
    ['PGPASSWORD=hunter2 psql', 'PGPASSWORD=*** psql'],
    ['Server=db;Password=hunter2;x', 'Server=db;Password=***'],
    ['http://a/b?token=hunter2&x=y', 'http://a/b?token=***&x=y'],
    ['a: b\npassword: hun ter2\nc: d', 'a: b\npassword: ***\nc: d'],
    ['{"password": "hunter2", "user": "x"}', '{"password": "***", "user": "x"}'],
    ['db.password = hunter2', 'db.password = ***'],
    ['api_key=hunter2', 'api_key=***'],
  ])('%s', (text, shown) => {
    expect(cut(text, secretSpans(text))).toBe(shown);
  });

  it.each([
    'key: value',
    'secretName: tls',
    '--tls-private-key-file=/etc/tls.key',
    '--keycloak-url=http://keycloak',
    'a == b',
    'proxy_cache_key "$host";',
    'http://token:8080/',
  ])('%s gives none', (text) => {
    expect(secretSpans(text)).toEqual([]);
  });
});
