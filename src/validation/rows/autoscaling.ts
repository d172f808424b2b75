import { isObject, listOf, objectOf } from '../../base/json.ts';
import type { JsonValue } from '../../base/json.ts';
import { containerResource } from './resources.ts';
import { dnsLabel, pathSegment } from '../forms/names.ts';
import { atLeast, between, quantity } from '../forms/number.ts';
import { notAbove } from '../forms/order.ts';
import { exactlyOne, has, needs, union } from '../forms/presence.ts';
import { oneOf } from '../forms/supported.ts';
import { is } from '../statement.ts';
import type { Judge, Table } from '../statement.ts';
import type { Visit } from '../visit.ts';

const SOURCES = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
};

const targetOf = (...fields: readonly string[]): Judge => exactlyOne(...fields);

export const AUTOSCALING: readonly Table[] = [
  {
    of: 'autoscaling/HorizontalPodAutoscaler',
    source:
      'kubernetes pkg/apis/autoscaling/validation/validation.go validateHorizontalPodAutoscalerSpec, validateMetrics',
    statements: [
      ['', has('spec')],
      ['spec', needs('scaleTargetRef')],
      ['spec.scaleTargetRef', is('ScaledObjectReference')],
      // Zero needs a feature gate, and a metric of an object or from outside.
      ['spec.minReplicas', atLeast(0)],
      ['spec', minimum],
      ['spec.maxReplicas', atLeast(1)],
      ['spec', notAbove('minReplicas', 'maxReplicas')],
      ['spec.targetCPUUtilizationPercentage', atLeast(1)],
      ['spec.metrics[*]', is('MetricSpec')],
      ['spec.behavior.scaleUp', is('ScalingRules')],
      ['spec.behavior.scaleDown', is('ScalingRules')],
    ],
  },
  {
    of: 'ScaledObjectReference',
    source: 'kubernetes pkg/apis/autoscaling/validation/validation.go ValidateCrossVersionObjectReference',
    statements: [
      ['', needs('kind', 'name')],
      ['kind', pathSegment],
      ['name', pathSegment],
      [
        'apiVersion',
        (value, visit) => {
          if (typeof value === 'string' && value.split('/').length > 2)
            visit.report({ form: 'format', value, problem: 'must be a group, a slash and a version' });
        },
      ],
    ],
  },
  {
    of: 'MetricSpec',
    source: 'kubernetes pkg/apis/autoscaling/validation/validation.go validateMetricSpec',
    statements: [
      ['', needs('type'), union('type', SOURCES)],
      ['type', oneOf(Object.keys(SOURCES))],
      ['resource', needs('name', 'target')],
      ['resource.target', is('MetricTarget'), targetOf('averageUtilization', 'averageValue')],
      ['containerResource', needs('name', 'container', 'target')],
      ['containerResource.container', dnsLabel],
      ['containerResource.name', resourceName],
      ['resource.name', resourceName],
      ['containerResource.target', is('MetricTarget'), targetOf('averageUtilization', 'averageValue')],
      ['pods', needs('target')],
      ['pods.metric', is('MetricIdentifier')],
      ['pods.target', is('MetricTarget'), needs('averageValue')],
      ['object', needs('target', 'describedObject')],
      ['object.metric', is('MetricIdentifier')],
      ['object.describedObject', is('ScaledObjectReference')],
      ['object.target', is('MetricTarget'), targetOf('value', 'averageValue')],
      ['external', needs('target')],
      ['external.metric', is('MetricIdentifier')],
      ['external.target', is('MetricTarget'), targetOf('value', 'averageValue')],
    ],
  },
  {
    of: 'MetricIdentifier',
    source: 'kubernetes pkg/apis/autoscaling/validation/validation.go validateMetricIdentifier',
    statements: [
      ['', needs('name')],
      ['name', pathSegment],
      ['selector', is('LabelSelector')],
    ],
  },
  {
    of: 'MetricTarget',
    source: 'kubernetes pkg/apis/autoscaling/validation/validation.go validateMetricTarget',
    statements: [
      ['', needs('type')],
      ['type', oneOf(['Utilization', 'Value', 'AverageValue'])],
      ['averageUtilization', atLeast(1)],
      ['value', quantity('positive')],
      ['averageValue', quantity('positive')],
    ],
  },
  {
    of: 'ScalingRules',
    source:
      'kubernetes pkg/apis/autoscaling/validation/validation.go validateScalingRules, validateScalingPolicy',
    statements: [
      ['stabilizationWindowSeconds', between(0, 3600)],
      ['selectPolicy', oneOf(['Disabled', 'Max', 'Min'], 'refused')],
      ['', policies],
      ['policies[*]', needs('type')],
      ['policies[*].type', oneOf(['Percent', 'Pods'])],
      ['policies[*].value', atLeast(1)],
      ['policies[*].periodSeconds', between(1, 1800)],
      ['tolerance', quantity('not negative'), { since: 33 }],
    ],
  },
];

/** ValidateContainerResourceName asks for a standard name or one of a domain. */
function resourceName(value: JsonValue, visit: Visit): void {
  containerResource(value, visit);
}

/** Policies that are written are some; without the list there are defaults. */
function policies(rules: JsonValue, visit: Visit): void {
  if (!isObject(rules) || !Array.isArray(rules.policies) || rules.policies.length > 0) return;
  visit.report({ form: 'required', problem: 'is empty, and needs at least one policy' }, ['policies']);
}

/** No replica at all is for those who are woken by something outside of the pods (HPAScaleToZero). */
function minimum(spec: JsonValue, visit: Visit): void {
  if (!isObject(spec) || spec.minReplicas !== 0) return;
  const wakes = listOf(spec.metrics).some((one) => WAKES.has(objectOf(one).type));
  if (!wakes) visit.report({ form: 'range', value: 0, problem: 'must be 1 or more' }, ['minReplicas']);
}

const WAKES: ReadonlySet<JsonValue | undefined> = new Set(['Object', 'External']);
