import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressesIn, readHost } from '../../src/reference/urls.ts';

/** `scheme host port form`, with `-` for what is not there. */
function read(text: string): readonly string[] {
  return addressesIn(text).map(({ scheme, host, port }) =>
    [
      scheme ?? '-',
      host,
      port === undefined ? '-' : port === 'unknown' ? '?' : String(port.value),
      readHost(host)?.form ?? '-',
    ].join(' '),
  );
}

describe('an address in a text', () => {
  it.each([
    ['http://api', 'http api - short'],
    ['http://api:8080/x?y=z', 'http api 8080 short'],
    ['api:8080', '- api 8080 short'],
    ['api:8080/path', '- api 8080 short'],
    ['"api:80"', '- api 80 short'],
    ['http://api.shop:80', 'http api.shop 80 namespace'],
    ['http://api.shop.svc.cluster.local.', 'http api.shop.svc.cluster.local - svc'],
    ['api.shop.svc', '- api.shop.svc - svc'],
    ['db-0.db.shop.svc:5432', '- db-0.db.shop.svc 5432 svc'],
    ['postgres://u:p@db.shop.svc:5432/x', 'postgres db.shop.svc 5432 svc'],
    ['jdbc:mysql://db:3306/x', 'mysql db 3306 short'],
    ['--upstream=http://api:80', 'http api 80 short'],
    ['--host=api:80', '- api 80 short'],
    ['proxy_pass http://api:80;', 'http api 80 short'],
    ['http://api:$(PORT)/', 'http api ? short'],
    ['http://api:{{ port }}', 'http api ? short'],
    ['api.shop.cluster.local', '- api.shop.cluster.local - without-svc'],
    ['http://10-0-0-7.shop.pod.cluster.local', 'http 10-0-0-7.shop.pod.cluster.local - -'],
    ['http://10.0.0.1:80', 'http 10.0.0.1 80 -'],
    ['http://localhost:80', 'http localhost 80 -'],
    ['See http://api:80.', 'http api 80 short'],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual([expected]);
  });

  it.each([
    'http://$(HOST):$(PORT)',
    'http://${NS}.svc.cluster.local',
    'http://api.${NS}.svc.cluster.local:80',
    'http://api-$(COLOUR):80',
    '{{ .Release.Name }}.shop.svc.cluster.local',
    '# http://api:80',
    'port: 80 # api:80',
    '.svc,.cluster.local,10.0.0.0/8',
    '-Dlogging.level.com.acme.svc=DEBUG',
    'nc -z db 5432',
    '10:30:45',
    'web:80:80',
    'docker.io/nginx:1234',
    'http://[::1]:80',
    'api:8080-9090',
    'user_name:80',
  ])('%s holds none', (text) => {
    expect(read(text)).toEqual([]);
  });

  it('finds each of several, in the order of the text', () => {
    expect(read('kafka://k1:9092,k2:9092 https://api.shop.svc')).toEqual([
      'kafka k1 9092 short',
      '- k2 9092 short',
      'https api.shop.svc - svc',
    ]);
  });

  it('says where host and port are', () => {
    const text = 'a=b http://u:p@api.shop.svc:8080/x';
    const [address] = addressesIn(text);
    expect(text.slice(address?.start, address?.end)).toBe('api.shop.svc');
    const port = address?.port;
    expect(typeof port === 'object' ? text.slice(port.start, port.end) : port).toBe('8080');
  });

  it('reads any text, and every span holds its host', () => {
    const words = fc.constantFrom(
      'http',
      '://',
      'api',
      '.svc',
      '.',
      ':',
      '80',
      '$(A)',
      ' ',
      '=',
      '#',
      '\n',
      '@',
      '-',
      '/',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        for (const { start, end, host } of addressesIn(text)) expect(text.slice(start, end)).toBe(host);
      }),
    );
  });

  it('takes no more than a moment for a long word', { timeout: 10_000 }, () => {
    expect(addressesIn('a'.repeat(200_000))).toEqual([]);
    expect(addressesIn('a.'.repeat(100_000))).toEqual([]);
    expect(addressesIn('a-'.repeat(100_000))).toEqual([]);
  });
});

describe('members of a cluster', () => {
  it.each<[text: string, members: readonly string[]]>([
    ['zk-0.zk:2181,zk-1.zk:2181', ['zk-0.zk:2181', 'zk-1.zk:2181']],
    ['server.1=zk-0.zk:2888:3888;2181', ['zk-0.zk:2888', 'zk-0.zk:3888']],
    ['0@kafka-0.kafka:9093,1@kafka-1.kafka:9093', ['kafka-0.kafka:9093', 'kafka-1.kafka:9093']],
    ['es-0.es,es-1.es', ['es-0.es', 'es-1.es']],
    ['--seeds=es-0.es, es-1.es', ['es-0.es', 'es-1.es']],
    ['etcd-0=http://etcd-0.etcd:2380', ['etcd-0.etcd:2380']],
    ['logs in es-0.es', []],
    ['/var/lib/es-0.es:9300', []],
    ['# zk-0.zk:2888:3888', []],
    ['${HOST}-0.zk:2888:3888', []],
    ['zk-0.zk:2888:3888:$PORT', []],
  ])('%s', (text, members) => {
    const found = addressesIn(text);
    expect(
      found.map(({ host, port }) => (typeof port === 'object' ? `${host}:${port.value}` : host)),
    ).toEqual(members);
    for (const { start, end, host, port } of found) {
      expect(text.slice(start, end)).toBe(host);
      if (typeof port === 'object') expect(text.slice(port.start, port.end)).toBe(String(port.value));
    }
  });
});
