import { checked, configMap, container, deployment, list, object, workload } from '../objects.mjs';

const data = (count) => Object.fromEntries(list(count, (index) => [`key-${index}`, 'value']));
const secret = (name, stringData) => object('v1', 'Secret', name, { type: 'Opaque', stringData });
const withVolumes = (volumes, more = {}) => workload('Deployment', 'web', 'web', more, { volumes });

/** ConfigMaps, Secrets and what pods take of them. */
export const CONFIGURATION = [
  checked('env from the keys of one ConfigMap', 200, (count) => [
    configMap('settings', data(count)),
    deployment('web', 'web', {
      env: list(count, (index) => ({
        name: `KEY_${index}`,
        valueFrom: { configMapKeyRef: { name: 'settings', key: `key-${index}` } },
      })),
    }),
  ]),
  checked('env from missing keys of one Secret', 60, (count) => [
    secret('settings', data(count)),
    deployment('web', 'web', {
      env: list(count, (index) => ({
        name: `KEY_${index}`,
        valueFrom: { secretKeyRef: { name: 'settings', key: `other-${index}` } },
      })),
    }),
  ]),
  checked('items of a volume', 100, (count) => [
    configMap('settings', data(count)),
    withVolumes(
      [
        {
          name: 'settings',
          configMap: {
            name: 'settings',
            items: list(count, (index) => ({ key: `key-${index}`, path: `file-${index}` })),
          },
        },
      ],
      { volumeMounts: [{ name: 'settings', mountPath: '/settings' }] },
    ),
  ]),
  checked('sources of a projected volume', 60, (count) => [
    secret('settings', data(count)),
    withVolumes(
      [
        {
          name: 'settings',
          projected: {
            sources: list(count, (index) => ({
              secret: { name: 'settings', items: [{ key: `key-${index}`, path: `file-${index}` }] },
            })),
          },
        },
      ],
      { volumeMounts: [{ name: 'settings', mountPath: '/settings' }] },
    ),
  ]),
  checked('ConfigMaps of envFrom', 60, (count) => [
    ...list(count, (index) => configMap(`settings-${index}`, data(3))),
    deployment('web', 'web', {
      envFrom: list(count, (index) => ({ configMapRef: { name: `settings-${index}` } })),
    }),
  ]),
  checked('missing ConfigMaps', 60, (count) => [
    ...list(count, (index) => configMap(`settings-${index}`, data(3))),
    deployment('web', 'web', {
      envFrom: list(count, (index) => ({ configMapRef: { name: `setting-${index}` } })),
    }),
  ]),
  checked('Deployments that take one ConfigMap', 60, (count) => [
    configMap('settings', data(3)),
    ...list(count, (index) =>
      deployment(`w${index}`, `w${index}`, { envFrom: [{ configMapRef: { name: 'settings' } }] }),
    ),
  ]),
  checked('Deployments without their ConfigMap', 60, (count) =>
    list(count, (index) =>
      deployment(`w${index}`, `w${index}`, { envFrom: [{ configMapRef: { name: 'settings' } }] }),
    ),
  ),
  checked('volumes and mounts of a pod', 60, (count) => [
    ...list(count, (index) => configMap(`settings-${index}`, data(1))),
    withVolumes(
      list(count, (index) => ({ name: `v${index}`, configMap: { name: `settings-${index}` } })),
      { volumeMounts: list(count, (index) => ({ name: `v${index}`, mountPath: `/v${index}` })) },
    ),
  ]),
  checked('containers of a pod', 40, (count) => [
    workload(
      'Deployment',
      'web',
      'web',
      {},
      {
        containers: list(count, (index) =>
          container({ name: `c${index}`, ports: [{ name: `p${index}`, containerPort: 1000 + index }] }),
        ),
      },
    ),
  ]),
  checked('ports of a container', 60, (count) => [
    deployment('web', 'web', {
      ports: list(count, (index) => ({ name: `p${index}`, containerPort: 1 + (index % 65_000) })),
    }),
  ]),
  checked('env of a container', 200, (count) => [
    deployment('web', 'web', {
      env: list(count, (index) => ({ name: `KEY_${index}`, value: `http://other-${index}/path` })),
    }),
  ]),
  checked('env that is repeated', 100, (count) => [
    deployment('web', 'web', { env: list(count, () => ({ name: 'KEY', value: 'value' })) }),
  ]),
  checked('arguments of a container', 200, (count) => [
    deployment('web', 'web', { args: list(count, (index) => `--backend=http://web-${index}:80`) }),
  ]),
  checked('keys of one ConfigMap', 200, (count) => [configMap('settings', data(count))]),
  checked('values of a ConfigMap that call', 60, (count) => [
    deployment('web', 'web', { envFrom: [{ configMapRef: { name: 'settings' } }] }),
    configMap(
      'settings',
      Object.fromEntries(list(count, (index) => [`URL_${index}`, `http://other-${index}.shop.svc:80`])),
    ),
  ]),
  checked('lines of a value of a ConfigMap', 200, (count) => [
    configMap('settings', {
      'app.conf': list(count, (index) => `url-${index}: http://other-${index}.shop.svc:80\n`).join(''),
    }),
  ]),
];
