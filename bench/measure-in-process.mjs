import { measure } from '../dist/index.js';
import { manifests } from './manifests.mjs';

// A process of its own, so that no run finds compiled code or a full heap: the count of manifests in, a measurement out.
const files = manifests(Number(process.argv[2]));
const before = process.cpuUsage();
const measurement = measure(files, { closedWorld: true, kubernetesVersion: '1.34' });
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ ...measurement, cpuMs: (user + system) / 1000 }));
