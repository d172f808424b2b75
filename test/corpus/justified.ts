/**
 * Every error and warning over the corpus, with the line that defends it. A finding that is not here fails the test;
 * so does one that is here and no longer found.
 */
export interface Justified {
  readonly unit: string;
  /** `file:line severity rule`, in the order of the report. */
  readonly finding: string;
  readonly because: string;
}

const SOCK_SHOP = 'microservices-demo-microservices-demo/deploy/kubernetes';

export const JUSTIFIED: readonly Justified[] = [
  {
    unit: 'kubernetes-examples/AI/model-serving-tensorflow',
    finding: 'kubernetes-examples/AI/model-serving-tensorflow/ingress.yaml:11 warning ingress-path-pattern',
    because: 'a regular expression stands in a Prefix path, which controllers take literally',
  },
  {
    unit: 'kubernetes-examples/AI/vllm-deployment',
    finding: 'kubernetes-examples/AI/vllm-deployment/hpa/vllm-service-monitor.yaml:28 warning service-monitor-selects-no-service',
    because: 'the Service of the namespace it looks into has neither the label nor the port name',
  },
  {
    unit: `${SOCK_SHOP}/manifests with policies`,
    finding: `${SOCK_SHOP}/manifests-policy/netpol-cart-access.yaml:10 warning policy-selects-no-pod`,
    because: 'the policy selects name=cart, and the pods have name=carts',
  },
  {
    unit: `${SOCK_SHOP}/manifests with policies`,
    finding: `${SOCK_SHOP}/manifests-policy/netpol-cart-db-access.yaml:15 warning policy-peer-label-mismatch`,
    because: 'the policy admits name=cart, and the clients of carts-db have name=carts',
  },
];
