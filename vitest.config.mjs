import { defineConfig } from 'vitest/config';
import { rulesVitePlugin } from './build/rules.mjs';
import { schemasVitePlugin } from './build/schemas-plugin.mjs';

export default defineConfig({
  plugins: [rulesVitePlugin(), schemasVitePlugin()],
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000, setupFiles: ['test/seed.ts'] },
});
