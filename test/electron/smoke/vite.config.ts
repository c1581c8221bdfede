/**
 * Why this file exists: builds the same page and the same preload script for Electron 9 (Chromium 83),
 * whose syntax and library are older than what Loupe ships for.
 */
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'vite';

const root = resolve(import.meta.dirname, '..', '..', '..');
const out = (name: string): string => resolve(process.env['LOUPE_SMOKE_OUT'] ?? '', name);

const page: UserConfig = {
  root: resolve(root, 'src', 'renderer'),
  base: './',
  plugins: [
    react(),
    {
      // The library that Chromium 83 lacks, before anything of the page runs.
      name: 'old-library',
      transform: (code, id) =>
        id.endsWith('/src/renderer/src/main.tsx') ? `import 'core-js/stable';\n${code}` : undefined,
    },
  ],
  build: { target: 'chrome83', cssTarget: 'chrome83', outDir: out('renderer'), emptyOutDir: true },
};

const preload: UserConfig = {
  root,
  build: {
    target: 'chrome83',
    outDir: out('preload'),
    emptyOutDir: true,
    minify: false,
    lib: {
      entry: resolve(root, 'src', 'preload', 'index.ts'),
      formats: ['cjs'],
      fileName: 'index',
    },
    rollupOptions: { external: ['electron'], output: { entryFileNames: 'index.cjs' } },
  },
};

export default defineConfig(({ mode }) => (mode === 'preload' ? preload : page));
