import { writeFileSync } from 'node:fs';

// Loaded with `--import` before the program that is measured: peak memory in kB by the system's own count, and processor time in ms.
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(
    process.env.USAGE_FILE,
    JSON.stringify({ peakKb: maxRSS, cpuMs: (userCPUTime + systemCPUTime) / 1000 }),
  );
});
