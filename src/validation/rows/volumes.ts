import { isList, isObject, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import { format } from '../forms/format.ts';
import { dnsLabel, dnsSubdomain, labelKey, labelValue, shorterThan } from '../forms/names.ts';
import { dnsSubdomainProblem } from '../../resource/syntax.ts';
import { between, quantity, quantityOf } from '../forms/number.ts';
import { atMostOne, exactlyOne, given, has, isSet, needs } from '../forms/presence.ts';
import { oneOf } from '../forms/supported.ts';
import { absolutePath, descendingPath } from '../forms/texts.ts';
import { is } from '../statement.ts';
import type { Judge, Table } from '../statement.ts';
import type { Visit } from '../visit.ts';

export const VOLUME_SOURCES: readonly string[] = [
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'persistentVolumeClaim',
  'rbd',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'azureFile',
  'configMap',
  'vsphereVolume',
  'azureDisk',
  'portworxVolume',
  'scaleIO',
  'storageos',
  'csi',
  'ephemeral',
  'projected',
  'cinder',
  'flexVolume',
  'flocker',
  'image',
  // The API server takes a volume without any for an empty directory.
  'emptyDir',
  'photonPersistentDisk',
];

/** Permissions of a file: three octal digits. */
const fileMode = between(0, 0o777);

export const fieldPath: Judge = format((text) => {
  if (FIELDS.has(text)) return undefined;
  const [, map = '', key = ''] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(text) ?? [];
  if (map !== '' && key !== '') return undefined;
  return `is no field that pods can be told: one of ${[...FIELDS].slice(0, 4).join(', ')}, …, or metadata.labels['key']`;
}, 'refused');

const FIELDS: ReadonlySet<string> = new Set([
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]);

const volumeFieldPath = format((text) => {
  if (['metadata.name', 'metadata.namespace', 'metadata.uid'].includes(text)) return undefined;
  if (text === 'metadata.labels' || text === 'metadata.annotations') return undefined;
  if (/^metadata\.(?:labels|annotations)\['.+'\]$/.test(text)) return undefined;
  return 'is no field that files can be made of: metadata.name, metadata.namespace, metadata.uid, metadata.labels or metadata.annotations';
}, 'refused');

const resourceField = format((text) => {
  const [, name = ''] = /^(?:limits|requests)\.(.+)$/.exec(text) ?? [];
  const isKnown = ['cpu', 'memory', 'ephemeral-storage'].includes(name) || name.startsWith('hugepages-');
  return isKnown
    ? undefined
    : 'is none of limits.cpu, limits.memory, limits.ephemeral-storage, limits.hugepages-<size> and the requests of these';
}, 'refused');

/** Two sources of one volume write one file. */
const onePathEach: Judge = (projected, visit) => {
  const seen = new Map<string, Path>();
  listOf(objectOf(projected).sources).forEach((source, index) => {
    for (const { path, at } of pathsOf(source)) {
      const place = ['sources', index, ...at];
      const first = seen.get(path);
      if (first === undefined) seen.set(path, visit.pathTo(place));
      else
        visit.report(
          {
            form: 'repeated',
            value: path,
            problem: 'is written by another source of this volume, and must be unique',
            other: { path: first, message: 'the first one is here' },
          },
          place,
        );
    }
  });
};

function pathsOf(source: JsonValue): readonly { readonly path: string; readonly at: Path }[] {
  const of = objectOf(source);
  const found: { path: string; at: Path }[] = [];
  for (const kind of ['secret', 'configMap', 'downwardAPI']) {
    listOf(objectOf(of[kind]).items).forEach((item, index) => {
      const path = stringOf(objectOf(item).path);
      if (path !== undefined && path !== '') found.push({ path, at: [kind, 'items', index, 'path'] });
    });
  }
  for (const kind of ['serviceAccountToken', 'clusterTrustBundle']) {
    const path = stringOf(objectOf(of[kind]).path);
    if (path !== undefined && path !== '') found.push({ path, at: [kind, 'path'] });
  }
  return found;
}

/** A subdomain in lower case, of 63 characters at most (ValidateCSIDriverName). */
export const csiDriver: Judge = format(
  (text) => dnsSubdomainProblem(text.toLowerCase()) ?? shorterThan(63)(text),
);

/** More than nothing is asked for. */
const storageRequest: Judge = (resources, visit) => {
  if (!isObject(resources)) return;
  const storage = objectOf(resources.requests).storage;
  if (storage === undefined || storage === null) {
    visit.report({ form: 'required', problem: 'is required: how much the claim asks for' }, [
      'requests',
      'storage',
    ]);
    return;
  }
  if ((quantityOf(storage)?.sign() ?? 1) <= 0)
    visit.report({ form: 'range', value: storage, problem: 'must be more than 0' }, ['requests', 'storage']);
};

/** ReadWriteOncePod stands alone. */
export const accessModes: Judge = (modes, visit) => {
  if (!isList(modes) || modes.length < 2 || !modes.includes('ReadWriteOncePod')) return;
  visit.report(
    {
      form: 'exclusive',
      value: 'ReadWriteOncePod',
      problem: 'excludes every other access mode',
    },
    [modes.indexOf('ReadWriteOncePod')],
  );
};

export const ACCESS_MODES: readonly string[] = [
  'ReadWriteOnce',
  'ReadOnlyMany',
  'ReadWriteMany',
  'ReadWriteOncePod',
];

/** Volumes of pods, and claims. */
export const VOLUMES: readonly Table[] = [
  {
    of: 'Volume',
    source: 'kubernetes pkg/apis/core/validation/validation.go ValidateVolumes, validateVolumeSource',
    statements: [
      ['', needs('name'), atMostOne(...VOLUME_SOURCES)],
      ['name', dnsLabel],
      ['emptyDir.sizeLimit', quantity('not negative')],
      ['hostPath', needs('path')],
      ['hostPath.path', format((text) => (text.split('/').includes('..') ? 'may not have ".."' : undefined))],
      [
        'hostPath.type',
        oneOf([
          '',
          'DirectoryOrCreate',
          'Directory',
          'FileOrCreate',
          'File',
          'Socket',
          'CharDevice',
          'BlockDevice',
        ]),
      ],
      ['nfs', needs('server', 'path')],
      ['nfs.path', absolutePath],
      ['persistentVolumeClaim', needs('claimName')],
      ['secret', needs('secretName')],
      ['secret', is('FilesOfKeys')],
      ['configMap', needs('name')],
      ['configMap', is('FilesOfKeys')],
      ['downwardAPI', is('DownwardFiles')],
      ['csi', needs('driver')],
      ['csi.driver', csiDriver],
      ['image', needs('reference')],
      ['image.pullPolicy', oneOf(['Always', 'IfNotPresent', 'Never'])],
      ['ephemeral', has('volumeClaimTemplate')],
      ['ephemeral.volumeClaimTemplate.metadata.labels{key}', labelKey],
      ['ephemeral.volumeClaimTemplate.metadata.labels{*}', labelValue],
      ['ephemeral.volumeClaimTemplate.metadata.annotations{key}', labelKey],
      ['ephemeral.volumeClaimTemplate', has('spec')],
      ['ephemeral.volumeClaimTemplate.spec', is('ClaimSpec')],
      ['projected', onePathEach],
      ['projected.defaultMode', fileMode],
      [
        'projected.sources[*]',
        atMostOne(
          'secret',
          'configMap',
          'downwardAPI',
          'serviceAccountToken',
          'clusterTrustBundle',
          'podCertificate',
        ),
      ],
      ['projected.sources[*].secret', needs('name')],
      ['projected.sources[*].secret', is('FilesOfKeys')],
      ['projected.sources[*].configMap', needs('name')],
      ['projected.sources[*].configMap', is('FilesOfKeys')],
      ['projected.sources[*].downwardAPI', is('DownwardFiles')],
      ['projected.sources[*].serviceAccountToken', needs('path')],
      ['projected.sources[*].serviceAccountToken.path', descendingPath],
      ['projected.sources[*].serviceAccountToken.expirationSeconds', between(600, 2 ** 32)],
    ],
  },
  {
    of: 'FilesOfKeys',
    source:
      'kubernetes pkg/apis/core/validation/validation.go validateKeyToPath, validateSecretVolumeSource, validateConfigMapVolumeSource',
    statements: [
      ['defaultMode', fileMode],
      ['items[*]', needs('key', 'path')],
      ['items[*].path', descendingPath],
      ['items[*].mode', fileMode],
    ],
  },
  {
    of: 'DownwardFiles',
    source: 'kubernetes pkg/apis/core/validation/validation.go validateDownwardAPIVolumeFile',
    statements: [
      ['defaultMode', fileMode],
      ['items[*]', needs('path'), exactlyOne('fieldRef', 'resourceFieldRef')],
      ['items[*].path', descendingPath],
      ['items[*].mode', fileMode],
      ['items[*].fieldRef', needs('fieldPath')],
      ['items[*].fieldRef.fieldPath', volumeFieldPath],
      ['items[*].resourceFieldRef', needs('containerName', 'resource')],
      ['items[*].resourceFieldRef.resource', resourceField],
    ],
  },
  {
    of: 'EnvResourceField',
    source: 'kubernetes pkg/apis/core/validation/validation.go validateContainerResourceFieldSelector',
    statements: [
      ['', needs('resource')],
      ['resource', resourceField],
    ],
  },
  {
    of: 'ClaimSpec',
    source: 'kubernetes pkg/apis/core/validation/validation.go ValidatePersistentVolumeClaimSpec',
    statements: [
      ['', needs('accessModes'), claimResources],
      ['accessModes', accessModes],
      ['accessModes[*]', oneOf(ACCESS_MODES, 'refused')],
      ['resources', storageRequest],
      // Sources of other kinds are dropped (pkg/api/persistentvolumeclaim EnforceDataSourceBackwardsCompatibility).
      ['dataSource', given('kind', ['PersistentVolumeClaim', 'VolumeSnapshot'], needs('name'))],
      ['storageClassName', dnsSubdomain],
      ['volumeAttributesClassName', dnsSubdomain],
      ['volumeMode', oneOf(['Block', 'Filesystem'], 'refused')],
      ['selector', is('LabelSelector')],
      ['selector.matchExpressions[*]', claimSelector],
    ],
  },
  {
    of: 'PersistentVolumeClaim',
    source: 'kubernetes pkg/apis/core/validation/validation.go ValidatePersistentVolumeClaim',
    statements: [
      ['', has('spec')],
      ['spec', is('ClaimSpec')],
    ],
  },
];

function claimResources(value: JsonValue, visit: Visit): void {
  if (isObject(value) && !isSet(value.resources))
    visit.report({ form: 'required', problem: 'is required: how much the claim asks for' }, [
      'resources',
      'requests',
      'storage',
    ]);
}

function claimSelector(value: JsonValue, visit: Visit): void {
  if (!isObject(value) || (value.operator !== 'In' && value.operator !== 'NotIn') || isSet(value.values))
    return;
  visit.report({ form: 'required', problem: `is required for the operator ${value.operator}` }, ['values']);
}
