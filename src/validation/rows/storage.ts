import { isObject, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonValue } from '../../base/json.ts';
import { dnsSubdomain, qualifiedName } from '../forms/names.ts';
import { atLeast, between, quantityOf } from '../forms/number.ts';
import { atLeastOne, atMostOne, has, isSet, needs } from '../forms/presence.ts';
import { unique, uniqueBy } from '../forms/list.ts';
import { oneOf } from '../forms/supported.ts';
import { absolutePath } from '../forms/texts.ts';
import { is } from '../statement.ts';
import type { Table } from '../statement.ts';
import type { Visit } from '../visit.ts';
import { ACCESS_MODES, accessModes, csiDriver, VOLUME_SOURCES } from './volumes.ts';

const PERSISTENT = [...VOLUME_SOURCES, 'local'].filter(
  (source) =>
    ![
      'emptyDir',
      'secret',
      'configMap',
      'downwardAPI',
      'projected',
      'ephemeral',
      'image',
      'gitRepo',
      'persistentVolumeClaim',
    ].includes(source),
);

/** IsQualifiedName of the name in lower case. */
const provisioner = (value: JsonValue, visit: Visit): void => {
  if (typeof value === 'string') qualifiedName(value.toLowerCase(), visit);
};

export const STORAGE: readonly Table[] = [
  {
    of: 'PersistentVolume',
    source: 'kubernetes pkg/apis/core/validation/validation.go ValidatePersistentVolumeSpec',
    statements: [
      ['', has('spec')],
      ['spec', needs('accessModes'), has('capacity')],
      ['spec.accessModes', accessModes],
      ['spec.accessModes[*]', oneOf(ACCESS_MODES, 'refused')],
      ['spec', capacity],
      ['spec', atLeastOne(...PERSISTENT), atMostOne(...PERSISTENT)],
      ['spec.hostPath', needs('path')],
      ['spec.hostPath.path', withoutBack],
      ['spec.local', needs('path')],
      ['spec', localNeedsNode],
      ['spec.nfs', needs('server', 'path')],
      ['spec.nfs.path', absolutePath],
      ['spec.csi', needs('driver', 'volumeHandle')],
      ['spec.csi.driver', csiDriver],
      ['spec.nodeAffinity', needs('required')],
      ['spec.nodeAffinity.required', is('NodeSelector')],
      ['spec.storageClassName', dnsSubdomain],
      ['spec.volumeAttributesClassName', dnsSubdomain],
      ['spec.persistentVolumeReclaimPolicy', oneOf(['Delete', 'Recycle', 'Retain'])],
      ['spec.volumeMode', oneOf(['Block', 'Filesystem'], 'refused')],
    ],
  },
  {
    of: 'storage.k8s.io/StorageClass',
    source: 'kubernetes pkg/apis/storage/validation/validation.go ValidateStorageClass',
    statements: [
      ['', needs('provisioner')],
      ['provisioner', provisioner],
      ['parameters', noEmptyKey],
      ['reclaimPolicy', oneOf(['Delete', 'Retain'])],
      ['volumeBindingMode', oneOf(['Immediate', 'WaitForFirstConsumer'], 'refused')],
      ['allowedTopologies[*]', is('TopologySelectorTerm')],
      ['allowedTopologies[*].matchLabelExpressions', uniqueBy(['key'])],
      ['allowedTopologies[*].matchLabelExpressions[*].values', unique],
      ['allowedTopologies', sameTopologies],
    ],
  },
  {
    of: 'storage.k8s.io/CSIDriver',
    source: 'kubernetes pkg/apis/storage/validation/validation.go ValidateCSIDriver, validateCSIDriverSpec',
    statements: [
      ['metadata.name', csiDriver],
      ['spec.fsGroupPolicy', oneOf(['File', 'None', 'ReadWriteOnceWithFSType'], 'refused')],
      ['spec.volumeLifecycleModes[*]', oneOf(['Persistent', 'Ephemeral'], 'refused')],
      ['spec.tokenRequests', uniqueBy(['audience'], { audience: '' })],
      ['spec.tokenRequests[*].expirationSeconds', between(600, 2 ** 32)],
      ['spec.nodeAllocatableUpdatePeriodSeconds', atLeast(10)],
    ],
  },
  {
    of: 'storage.k8s.io/VolumeAttributesClass',
    source: 'kubernetes pkg/apis/storage/validation/validation.go ValidateVolumeAttributesClass',
    statements: [
      ['', needs('driverName'), noParameters],
      ['driverName', provisioner],
      ['parameters', noEmptyKey],
    ],
  },
];

function withoutBack(value: JsonValue, visit: Visit): void {
  if (stringOf(value)?.split('/').includes('..') === true)
    visit.report({ form: 'format', value, problem: 'may not have ".."' });
}

/** Storage, and nothing else, and more than nothing. */
function capacity(spec: JsonValue, visit: Visit): void {
  if (!isObject(spec) || !isObject(spec.capacity)) return;
  const { storage } = spec.capacity;
  for (const key of Object.keys(spec.capacity))
    if (key !== 'storage')
      visit.report({ form: 'supported', part: 'key', value: key, problem: 'is none of storage' }, [
        'capacity',
        key,
      ]);
  if (storage === undefined || storage === null) {
    visit.report({ form: 'required', problem: 'is required: how much the volume holds' }, [
      'capacity',
      'storage',
    ]);
    return;
  }
  if ((quantityOf(storage)?.sign() ?? 1) <= 0)
    visit.report({ form: 'range', value: storage, problem: 'must be more than 0' }, ['capacity', 'storage']);
}

/** A disk of a node is there and nowhere else. */
function localNeedsNode(spec: JsonValue, visit: Visit): void {
  if (isObject(spec) && isSet(spec.local) && !isSet(spec.nodeAffinity))
    visit.report({ form: 'required', problem: 'is required: a local volume is on one node' }, [
      'nodeAffinity',
    ]);
}

function noEmptyKey(parameters: JsonValue, visit: Visit): void {
  if (isObject(parameters) && Object.hasOwn(parameters, ''))
    visit.report({ form: 'format', part: 'key', value: '', problem: 'must not be empty' }, ['']);
}

function noParameters(object: JsonValue, visit: Visit): void {
  if (isObject(object) && Object.keys(objectOf(object.parameters)).length === 0)
    visit.report({ form: 'required', problem: 'is required: at least one parameter' }, ['parameters']);
}

/** No term is there twice, nor one that says nothing. */
function sameTopologies(terms: JsonValue, visit: Visit): void {
  const seen = new Set<string>();
  listOf(terms).forEach((term, index) => {
    const expressions = listOf(objectOf(term).matchLabelExpressions);
    if (expressions.length === 0)
      visit.report({ form: 'required', problem: 'is required: at least one expression' }, [
        index,
        'matchLabelExpressions',
      ]);
    const key = JSON.stringify(expressions);
    if (seen.has(key) && expressions.length > 0)
      visit.report({ form: 'repeated', problem: 'is the same as a term before it' }, [
        index,
        'matchLabelExpressions',
      ]);
    seen.add(key);
  });
}
