import { defineConfig, loadEnv, type Plugin, type ProxyOptions } from 'vite';
import { contentSecurityPolicy } from './content-security-policy.ts';

const root = import.meta.dirname;

export default defineConfig(({ mode }) => {
  const server = { host: 'localhost', port: 3000, strictPort: true, proxy: proxy(mode) };
  return {
    root,
    // React's own JSX transform is all that is needed: Vite has it without a plugin.
    plugins: [securityPolicy()],
    server,
    preview: server,
    build: {
      target: 'es2023',
      assetsInlineLimit: 0,
      rolldownOptions: {
        onLog: (level, log, report) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && report(level, log),
      },
    },
  };
});

/** One origin for the browser, as CloudFront gives it when deployed. `cruddur local up` says where the parts are. */
function proxy(mode: string): Record<string, ProxyOptions> {
  const {
    CRUDDUR_USERS_URL: users = 'http://127.0.0.1:4001',
    CRUDDUR_MESSAGING_URL: messaging = 'http://127.0.0.1:4002',
    CRUDDUR_COGNITO_ENDPOINT: cognito = 'http://127.0.0.1:9239',
    CRUDDUR_SOCKETS_URL: sockets = 'ws://127.0.0.1:4203',
  } = loadEnv(mode, root, 'CRUDDUR_');
  return {
    '^/api/(message_groups|messages|health/messaging)': { target: messaging },
    '/api': { target: users },
    '/cognito': { target: cognito, rewrite: () => '/' },
    '/ws': { target: sockets, ws: true, rewrite: () => '/' },
  };
}

/** Only the built page can be strict: the development server's hot reloading needs inline scripts and styles. */
function securityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
        injectTo: 'head-prepend',
      },
    ],
  };
}
