// How the page is bundled: hashed files beneath assets/, addressed from the page and never from elsewhere.
import { defineConfig } from 'vite';

// The page is GET /graphql, its files lie beneath graphql/explorer/. Relative, so that a proxy may put a path before both.
const fromPage = file => `graphql/explorer/${file}`;

export default defineConfig({
  base: './',
  build: {
    // A preload helper would add links at run time; the page is one script and loads its workers itself.
    modulePreload: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 5000,
    license: { fileName: 'licenses.md' },
  },
  experimental: {
    renderBuiltUrl: (file, { hostType }) => (hostType === 'html' ? fromPage(file) : { relative: true }),
  },
  worker: { format: 'es' },
});
