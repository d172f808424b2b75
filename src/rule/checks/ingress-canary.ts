import { stringOf } from '../../base/json.ts';
import { canaryPaths } from '../../reach/ingress/canary.ts';
import type { CanaryPath } from '../../reach/ingress/canary.ts';
import { CLASS_ANNOTATION, classOf } from '../../reach/ingress/class.ts';
import { NGINX_PREFIX } from '../../reach/ingress/dialect.ts';
import { describeBackend, requestsTo, serviceOf } from '../../reach/ingress/ingress.ts';
import { nginxAnnotation } from '../../reach/ingress/nginx.ts';
import { ingressByPath } from '../../reach/ingress/group.ts';
import { selectorOf } from '../../reach/service/behind.ts';
import { findServicePort, servicePorts } from '../../reach/service/service.ts';
import type { Graph } from '../../reference/graph.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { formatSelector, selectorKey } from '../../resource/selector.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check, Context, Finding } from '../rule.ts';

/** A canary of ingress-nginx that gets no requests, or the wrong ones. `with.fault` is what the rule looks for. */
export const check: Check = function* (ingress, context) {
  const paths = canaryPaths(context.graph).get(ingress);
  const look = FAULTS[stringOf(context.params.fault) ?? ''];
  if (paths === undefined || look === undefined) return;
  for (const path of paths) {
    if (isPlaceholder(path.path.host) || isPlaceholder(path.path.path)) continue;
    const finding = look(path, context);
    if (finding === undefined) continue;
    yield finding;
    // The annotations are those of all paths.
    if (finding.at[0] === 'metadata') return;
  }
};

type Look = (path: CanaryPath, context: Context) => Finding | undefined;

/** NG10: a canary is merged into a path with the same host, path and pathType, else it is dropped. */
const withoutPrimary: Look = (canaryPath, { graph }) => {
  const { canary, path, primary, nearly } = canaryPath;
  if (primary !== undefined || primaryOfOtherClass(canaryPath, graph) !== undefined) return undefined;
  const [near] = nearly;
  if (near === undefined && !graph.closedWorld && !ownsHost(graph, canary, path.host)) return undefined;
  const differs = near?.path.path === path.path;
  return {
    at: [...path.at, differs ? 'pathType' : 'path'],
    message: `${nameOf(canary)} is a canary of ${requestsTo(path)} (${path.pathType ?? 'no pathType'}), ${
      near === undefined
        ? 'which no other Ingress of its class has'
        : `but ${nameOf(near.ingress)} has ${requestsTo(near.path)} (${near.path.pathType ?? 'no pathType'})`
    }; ingress-nginx drops it, and it gets no requests.`,
    related: nearly.map((one) => ({
      resource: one.ingress,
      at: [...one.path.at, 'pathType'],
      message: `${nameOf(one.ingress)} has ${requestsTo(one.path)} here`,
    })),
    fixes:
      differs && near.path.pathType !== undefined
        ? [
            {
              title: `Use pathType ${near.path.pathType}`,
              safety: 'safe',
              edits: [{ at: [...path.at, 'pathType'], value: near.path.pathType }],
            },
          ]
        : [],
  };
};

/** The path in an Ingress of another class, where no Ingress of the canary's has it. */
function primaryOfOtherClass(
  { canary, path, primary, nearly }: CanaryPath,
  graph: Graph,
): Resource | undefined {
  if (primary !== undefined || nearly.length > 0) return undefined;
  return ingressByPath(graph, path).find((one) => classOf(one) !== classOf(canary));
}

/** Whether an Ingress of the input that is no canary has the host: its paths are then known. */
function ownsHost(graph: Graph, canary: Resource, host: string): boolean {
  return ingressByPath(graph, { host }).some((one) => one !== canary && classOf(one) === classOf(canary));
}

const otherClass: Look = (canaryPath, { graph }) => {
  const { canary, path } = canaryPath;
  const other = primaryOfOtherClass(canaryPath, graph);
  if (other === undefined) return undefined;
  const field =
    canary.annotations[CLASS_ANNOTATION] === undefined
      ? ['spec', 'ingressClassName']
      : ['metadata', 'annotations', CLASS_ANNOTATION];
  return {
    at: field,
    message: `${nameOf(canary)} is a canary of ${requestsTo(path)} in ${className(canary)}, but ${nameOf(other)} has that path in ${className(other)}; nobody merges them, and the canary gets no requests.`,
    related: [
      {
        resource: other,
        at: ['spec', 'ingressClassName'],
        message: `${nameOf(other)} is of ${className(other)}`,
      },
    ],
  };
};

function className(ingress: Resource): string {
  const name = classOf(ingress);
  return name === undefined ? 'no class' : `class ${name}`;
}

const sameBackend: Look = ({ canary, path, primary, same }) => {
  if (!same || primary === undefined) return undefined;
  return {
    at: [...path.at, 'backend', 'service', 'name'],
    message: `${nameOf(canary)} and its primary ${nameOf(primary.ingress)} both send ${requestsTo(path)} to ${describeBackend(path.backend)}; ingress-nginx does not merge a canary into its own backend, and it has no effect.`,
    related: [
      {
        resource: primary.ingress,
        at: [...primary.path.at, 'backend'],
        message: `${nameOf(primary.ingress)} sends ${requestsTo(primary.path)} to ${describeBackend(primary.path.backend)}`,
      },
    ],
  };
};

const second: Look = ({ canary, path, primary, rival }, { graph }) => {
  if (rival === undefined || rival.ingress === canary || primary === undefined) return undefined;
  return graph.isHidden(canary.name)
    ? undefined
    : {
        at: [...path.at, 'path'],
        message: `${nameOf(canary)} is a second canary of ${requestsTo(path)} beside ${nameOf(rival.ingress)}; ingress-nginx takes one per path, and its admission webhook rejects the other.`,
        related: [
          {
            resource: rival.ingress,
            at: [...rival.path.at, 'path'],
            message: `${nameOf(rival.ingress)} is a canary of the same path`,
          },
        ],
      };
};

/** The weight is 0 of 100 unless written, and no header or cookie sends requests there either. */
const never: Look = ({ canary, primary }) => {
  if (primary === undefined) return undefined;
  const [weight, total] = [
    nginxAnnotation(canary, 'canary-weight'),
    nginxAnnotation(canary, 'canary-weight-total') ?? '100',
  ];
  const chosen = ['canary-by-header', 'canary-by-cookie'].some(
    (name) => nginxAnnotation(canary, name) !== undefined,
  );
  const at = [
    'metadata',
    'annotations',
    `${NGINX_PREFIX}${weight === undefined ? 'canary' : 'canary-weight'}`,
  ];
  if (weight !== undefined && Number(weight) > Number(total))
    return {
      at,
      message: `canary-weight ${weight} of ${nameOf(canary)} is more than canary-weight-total, which is ${total}; all requests go to the canary.`,
    };
  if (chosen || (weight !== undefined && Number(weight) !== 0)) return undefined;
  const why =
    weight === undefined
      ? 'no canary-weight, canary-by-header or canary-by-cookie'
      : `canary-weight ${weight}, and neither canary-by-header nor canary-by-cookie`;
  return { at, message: `${nameOf(canary)} is a canary with ${why}; it gets no requests.` };
};

/** A canary whose Service has the selector of the primary's: both lead to the same pods. */
const samePods: Look = ({ canary, path, primary, same }, { graph }) => {
  if (primary === undefined || same || canary.namespace !== primary.ingress.namespace) return undefined;
  const [mine, theirs] = [
    landingOf(graph, canary, path.backend),
    landingOf(graph, primary.ingress, primary.path.backend),
  ];
  if (mine === undefined || theirs === undefined || mine.service === theirs.service) return undefined;
  const [a, b] = [selectorOf(mine.service), selectorOf(theirs.service)];
  if (a === undefined || b === undefined || selectorKey(a) !== selectorKey(b)) return undefined;
  if (mine.targetPort !== theirs.targetPort) return undefined;
  // Controllers of rollouts add a label of their own to such selectors.
  const switched = [mine.service, theirs.service].some((one) =>
    graph.referencesTo(one).some(({ row }) => row.id === 'rollout-service'),
  );
  if (switched || mine.service.unrendered !== undefined || theirs.service.unrendered !== undefined)
    return undefined;
  return {
    at: [...path.at, 'backend', 'service', 'name'],
    message: `${nameOf(canary)} sends its share of ${requestsTo(path)} to ${nameOf(mine.service)}, which selects ${formatSelector(a)} as ${nameOf(theirs.service)} of the primary does; both get the same pods.`,
    related: [mine.service, theirs.service].map((resource) => ({
      resource,
      at: ['spec', 'selector'],
      part: 'key' as const,
      message: `${nameOf(resource)} selects ${formatSelector(a)}`,
    })),
  };
};

function landingOf(
  graph: Graph,
  ingress: Resource,
  backend: CanaryPath['path']['backend'],
): { readonly service: Resource; readonly targetPort: number | string | undefined } | undefined {
  const { name, port } = serviceOf(backend);
  const service = name === undefined ? undefined : graph.find('Service', ingress.namespace, name);
  if (service === undefined || port === undefined) return undefined;
  return { service, targetPort: findServicePort(servicePorts(service), port)?.targetPort };
}

const FAULTS: Readonly<Record<string, Look | undefined>> = {
  'without-primary': withoutPrimary,
  'other-class': otherClass,
  'same-backend': sameBackend,
  second,
  never,
  'same-pods': samePods,
};
