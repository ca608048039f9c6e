import { fileURLToPath, URL } from 'node:url'

import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/** Whether a page of the auth portal imports a module, or something that imports it. */
function isOfPortal(id: string, find: (id: string) => { importers: string[] } | null): boolean {
  const seen = new Set([id])
  for (const one of seen) {
    if (/[\\/]src[\\/]portal[\\/]/.test(one)) return true
    for (const importer of find(one)?.importers ?? []) seen.add(importer)
  }
  return false
}

// Everything is relative: TinyBase can be mapped anywhere, and index.html gets its <base> from the server.
export default defineConfig({
  base: './',
  plugins: [vue(), tailwindcss()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    // The first browsers with light-dark(), which the colours are made of.
    target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    // The admin UI and the auth portal.
    rolldownOptions: {
      input: ['index.html', 'auth.html'],
      output: {
        // What many pages share comes in two files instead of a hundred: of the first the auth portal needs most, of the second nothing.
        codeSplitting: {
          groups: [
            { name: (id, chunks) => isOfPortal(id, (module) => chunks.getModuleInfo(module)) ? 'base' : null, minShareCount: 3, priority: 2 },
            { name: 'shared', test: /[\\/](src|lucide-vue-next|reka-ui|@floating-ui|@vueuse)[\\/]/, minShareCount: 6, priority: 1 },
          ],
        },
      },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
  },
})
