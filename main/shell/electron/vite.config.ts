import { builtinModules } from 'node:module'
import { defineConfig } from 'vite'

/** Electron's main process in one file: its asar holds no packages, and Electron strips no types. */
export default defineConfig({
  build: {
    outDir: '../../../dist/electron',
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    lib: { entry: 'main.ts', formats: ['es'], fileName: () => 'main.js' },
    rolldownOptions: { external: ['electron', ...builtinModules, /^node:/] },
  },
  root: import.meta.dirname,
  ssr: { noExternal: true },
  logLevel: 'warn',
})
