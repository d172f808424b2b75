import type { Unseen } from '../connectivity/unseen.ts';

const ANY_LABELS = { labels: {}, open: true };

/**
 * It calls webhooks and extension API servers, and pods call it. Taken to run on another node (NP25). Its requests come
 * from that node, or through an agent in kube-system that forwards them (kubernetes/website "Set up Konnectivity service").
 */
export const API_SERVER: Unseen = {
  name: 'the API server',
  isPod: 'maybe',
  namespace: 'kube-system',
  labels: ANY_LABELS,
  ports: [],
};

/** A node, other than that of the pod: where requests to a NodePort arrive, and go on with its address (NP16, NP25). */
export const OTHER_NODE: Unseen = {
  name: 'another node',
  isPod: 'no',
  namespace: undefined,
  labels: ANY_LABELS,
  ports: [],
};

/** The kubelet with its probes, too. */
export const OWN_NODE: Unseen = { ...OTHER_NODE, name: 'its own node', isOwnNode: true };

/** Where it runs on most clusters (kubernetes/dns docs/specification.md; k/k cluster/addons/dns/coredns). */
export const CLUSTER_DNS: Unseen = {
  name: 'the cluster DNS',
  isPod: 'yes',
  namespace: 'kube-system',
  labels: { labels: { 'k8s-app': 'kube-dns' }, open: true },
  ports: [
    { name: 'dns', port: 53, protocol: 'UDP' },
    { name: 'dns-tcp', port: 53, protocol: 'TCP' },
  ],
};

/** Where API servers listen: behind most load balancers, kubeadm and k3s, minikube, MicroK8s. */
export const API_SERVER_PORTS: readonly number[] = [443, 6443, 8443, 16443];
