// The build of the screens: a static single-page application that the server hands out, nothing loaded from elsewhere.
import adapter from '@sveltejs/adapter-static'
import { sveltekit } from '@sveltejs/kit/vite'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig, type Plugin } from 'vite'
import { words } from './words.ts'

/** Contracts are schemas without side effects; said so, what only re-exports arithmetic brings no zod along. */
const contractsWithoutSideEffects: Plugin = {
  name: 'contracts-without-side-effects',
  transform: (code, id) => (id.includes('/core/contracts/') ? { code, map: null, moduleSideEffects: false } : null),
}

const server = process.env['WK_TEST_SERVER'] ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [
    contractsWithoutSideEffects,
    words,
    tailwindcss(),
    sveltekit({
      adapter: adapter({ fallback: '200.html', precompress: true }),
      // Only the phone app has one, and registers it itself.
      serviceWorker: { register: false },
      csp: {
        mode: 'hash',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          // The one style attribute is Kit's own route announcer.
          'style-src': ['self', 'unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
          'img-src': ['self', 'data:', 'blob:'],
          'media-src': ['self', 'blob:'],
          'connect-src': ['self'],
          'object-src': ['none'],
          'base-uri': ['self'],
          'form-action': ['self'],
        },
      },
    }),
  ],
  // What a dozen pages share is one file: sixty small ones would carry more headers than words.
  environments: {
    client: {
      build: { rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 12 }] } } } },
    },
  },
  server: {
    proxy: { '/api': server, '/readyz': server, '/socket.io': { target: server, ws: true } },
  },
})
