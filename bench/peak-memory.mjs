import { writeFileSync } from 'node:fs';

// Loaded with `--import` before the program that is measured: the system's own count, on every platform, in kilobytes.
process.on('exit', () => {
  writeFileSync(process.env.PEAK_MEMORY_FILE, String(process.resourceUsage().maxRSS));
});
