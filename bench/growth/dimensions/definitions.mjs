import { checked, document, list } from '../objects.mjs';

const widget = (name, spec, kind = 'Widget') => ({
  apiVersion: 'example.com/v1',
  kind,
  metadata: { name, namespace: 'shop' },
  spec,
});

/** CustomResourceDefinitions and their objects. */
export const DEFINITIONS = [
  {
    name: 'copies of a definition and its objects',
    base: 20,
    command: ['check', '.'],
    files: (count) =>
      Object.fromEntries(
        list(count, (index) => [`copy-${index}/a.yaml`, document(definition(), widget('one', { size: 1 }))]),
      ),
  },
  {
    name: 'different copies of a definition and its objects',
    base: 20,
    command: ['check', '.'],
    files: (count) =>
      Object.fromEntries(
        list(count, (index) => [
          `copy-${index}/a.yaml`,
          document(definition('Widget', {}, { maximum: 100 + index }), widget('one', { size: 1 })),
        ]),
      ),
  },
  checked('definitions without objects', 20, (count) => list(count, (index) => definition(`Widget${index}`))),
  checked('definitions with an object each', 20, (count) =>
    list(count, (index) => [
      definition(`Widget${index}`),
      widget('one', { size: 1 }, `Widget${index}`),
    ]).flat(),
  ),
  checked('objects of one definition', 40, (count) => [
    definition(),
    ...list(count, (index) => widget(`w${index}`, { size: 1 })),
  ]),
  checked('objects that their definition refuses', 40, (count) => [
    definition(),
    ...list(count, (index) => widget(`w${index}`, { size: -1, field0: 1 })),
  ]),
  checked('CEL rules of one definition', 40, (count) => [
    definition('Widget', {
      'x-kubernetes-validations': list(count, (index) => ({ rule: `self.size > -${index + 1}` })),
    }),
    widget('one', { size: 1 }),
  ]),
  checked('fields of one definition', 60, (count) => [
    definition('Widget', {
      properties: Object.fromEntries([
        ['size', { type: 'integer' }],
        ...list(count, (index) => [`f${index}`, { type: 'string', maxLength: 63 }]),
      ]),
    }),
    widget('one', { size: 1 }),
  ]),
  checked('versions of one definition', 20, (count) => {
    const one = definition();
    const [version] = one.spec.versions;
    one.spec.versions = list(count, (index) => ({ ...version, name: `v${index + 1}`, storage: index === 0 }));
    return [one, widget('one', { size: 1 })];
  }),
  checked('ValidatingAdmissionPolicies', 40, (count) =>
    list(count, (index) => ({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: `p${index}` },
      spec: {
        matchConstraints: {
          resourceRules: [
            { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['deployments'] },
          ],
        },
        validations: [{ expression: `object.spec.replicas > -${index + 1}` }],
      },
    })),
  ),
];

function definition(kind = 'Widget', spec = {}, size = {}) {
  const plural = `${kind.toLowerCase()}s`;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.example.com` },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                spec: {
                  type: 'object',
                  'x-kubernetes-validations': [{ rule: 'self.size > 0' }],
                  properties: Object.fromEntries([
                    ['size', { type: 'integer', minimum: 0, ...size }],
                    ...list(30, (index) => [
                      `field${index}`,
                      { type: 'string', description: 'A field.', maxLength: 63 },
                    ]),
                  ]),
                  ...spec,
                },
              },
            },
          },
        },
      ],
    },
  };
}
