/**
 * Kinds of OpenShift, of which no package has declarations: fields, values and bounds of openshift/api
 * route/v1/zz_generated.crd-manifests/routes-Default.crd.yaml. `kind` and `termination` have defaults
 * (openshift/openshift-apiserver pkg/route/apis/route/v1 defaults.go), so nothing asks for them.
 */
const ROUTE = 'openshift:route.openshift.io/v1/Route';

export const OPENSHIFT = {
  kinds: new Map([['route.openshift.io/v1/Route', ROUTE]]),
  of: 'OpenShift 4',
  definitions: new Map([
    [ROUTE, { spec: `!#${ROUTE}Spec` }],
    [
      `${ROUTE}Spec`,
      {
        host: 's',
        subdomain: 's',
        path: 's',
        to: `!#${ROUTE}TargetReference`,
        alternateBackends: `[]#${ROUTE}TargetReference`,
        port: `#${ROUTE}Port`,
        tls: `#${ROUTE}TLSConfig`,
        wildcardPolicy: 's(None|Subdomain)',
        httpHeaders: `#${ROUTE}HTTPHeaders`,
      },
    ],
    [`${ROUTE}TargetReference`, { kind: 's(Service)', name: '!s', weight: 'i(0..256)' }],
    [`${ROUTE}Port`, { targetPort: '!x' }],
    [
      `${ROUTE}TLSConfig`,
      {
        termination: 's(edge|passthrough|reencrypt)',
        certificate: 's',
        key: 's',
        caCertificate: 's',
        destinationCACertificate: 's',
        insecureEdgeTerminationPolicy: 's(Allow|None|Redirect)',
        externalCertificate: `#${ROUTE}LocalObjectReference`,
      },
    ],
    [`${ROUTE}LocalObjectReference`, { name: 's' }],
    [`${ROUTE}HTTPHeaders`, { actions: `#${ROUTE}HTTPHeaderActions` }],
    [`${ROUTE}HTTPHeaderActions`, { request: `[]#${ROUTE}HTTPHeader`, response: `[]#${ROUTE}HTTPHeader` }],
    [`${ROUTE}HTTPHeader`, { name: '!s', action: `!#${ROUTE}HTTPHeaderAction` }],
    [`${ROUTE}HTTPHeaderAction`, { type: '!s(Delete|Set)', set: `#${ROUTE}SetHTTPHeader` }],
    [`${ROUTE}SetHTTPHeader`, { value: '!s' }],
  ]),
};
