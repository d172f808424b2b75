import type { Condition } from '../route/entry.ts';
import type { Redirect } from '../route/redirect.ts';

/** A Route is for one scheme: https if it has `tls`, else http. */
export const HTTP: Condition = {
  text: 'http',
  holds: ({ scheme }) => (scheme === 'http' ? 'yes' : 'no'),
};

export const HTTPS: Condition = {
  text: 'https',
  holds: ({ scheme }) => (scheme === 'https' ? 'yes' : 'no'),
};

/** `insecureEdgeTerminationPolicy: Redirect`. */
export const TO_HTTPS: Redirect = {
  scheme: 'https',
  host: undefined,
  port: undefined,
  path: undefined,
  status: 302,
};

/** Routes and Ingresses of the class of OpenShift are served by one router. */
export const ROUTER_ADDRESS = 'the OpenShift router';
