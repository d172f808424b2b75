import { defineConfig } from 'vitest/config';
import { rulesVitePlugin } from './build/rules.mjs';

export default defineConfig({
  plugins: [rulesVitePlugin()],
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000 },
});
