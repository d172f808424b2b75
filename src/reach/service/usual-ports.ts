/**
 * Ports on which well-known images listen unless they are told otherwise. Source: the EXPOSE lines of the official
 * images. Other images may listen anywhere.
 */
const USUAL_PORTS: ReadonlyMap<string, readonly number[]> = new Map([
  ['nginx', [80]],
  ['httpd', [80]],
  ['traefik', [80]],
  ['caddy', [80, 443]],
  ['haproxy', [80, 443]],
  ['tomcat', [8080]],
  ['jetty', [8080]],
  ['wordpress', [80]],
  ['redis', [6379]],
  ['valkey', [6379]],
  ['memcached', [11211]],
  ['postgres', [5432]],
  ['mysql', [3306, 33060]],
  ['mariadb', [3306]],
  ['mongo', [27017]],
  ['rabbitmq', [5672, 15672, 15692]],
  ['elasticsearch', [9200, 9300]],
  ['kibana', [5601]],
  ['zookeeper', [2181, 2888, 3888]],
  ['nats', [4222, 6222, 8222]],
  ['registry', [5000]],
  ['prometheus', [9090]],
  ['grafana', [3000]],
]);

/** Of `registry.example.com/team/nginx:1.27@sha256:…`, what nginx listens on; none for images that nobody knows. */
export function usualPorts(image: string): readonly number[] {
  const path = image.split('@')[0] ?? '';
  const last = path.slice(path.lastIndexOf('/') + 1);
  return USUAL_PORTS.get(last.split(':')[0] ?? '') ?? [];
}
