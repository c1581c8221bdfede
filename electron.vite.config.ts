import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// Entries by convention: src/main/index.ts, src/preload/index.ts, src/renderer/index.html.
// `dependencies` stay external (native modules among them); renderer libraries are bundled.
export default defineConfig({
  main: {
    build: {
      rollupOptions: {
        input: {
          index: resolve('src/main/index.ts'),
          // Started by main as a process of its own (compute/launch.ts).
          'compute-process': resolve('src/main/compute/process.ts'),
        },
      },
    },
  },
  preload: {
    // A sandboxed preload must be one CommonJS file.
    build: {
      externalizeDeps: false,
      rollupOptions: { output: { format: 'cjs', entryFileNames: 'index.cjs' } },
    },
  },
  renderer: {
    plugins: [react()],
    build: { sourcemap: false, minify: true },
  },
});
