import { Server } from 'node:http';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv, type Plugin, type ProxyOptions } from 'vite';
import { guardServer } from '../../local/doors/guard.ts';
import { originsAt } from '../../local/doors/refusal.ts';
import { routesOf } from '../../local/web/routes.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { emoji } from './emoji-plugin.ts';
import { serviceWorker } from './service-worker-plugin.ts';
import { themeScript } from './theme-plugin.ts';

const root = import.meta.dirname;

/** The source folders of the page: the server serves nothing else of the repository. */
const served = ['services/web', 'client', 'shared/contract', 'node_modules'].map((folder) =>
  join(root, '../..', folder),
);

export default defineConfig(({ mode }) => {
  const server = { host: 'localhost', port: 3000, strictPort: true, cors: false, proxy: proxy(mode) };
  return {
    root,
    // The React plugin keeps the state of the page when a component is edited.
    plugins: [
      react(),
      emoji(),
      securityPolicy(),
      themeScript(root),
      serviceWorker(join(root, 'src/worker/worker.ts')),
      doors(),
    ],
    server: { ...server, fs: { allow: served, deny: ['**/.local/**', '**/.git/**', '**/.env*'] } },
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

/** One origin for the browser, as with CloudFront. `cruddur local up` sets the addresses of the services. */
function proxy(mode: string): Record<string, ProxyOptions> {
  const routes = routesOf(loadEnv(mode, root, 'CRUDDUR_'));
  return Object.fromEntries(
    routes.map(({ path, target, as }) => [
      path.source,
      {
        ...{ target, ws: target.startsWith('ws'), configure: hideOrigin },
        ...(as !== undefined && { rewrite: () => as }),
      },
    ]),
  );
}

/** Removes the `Origin` header, which `doors` has checked: the services behind the proxy see a local request. */
const hideOrigin: ProxyOptions['configure'] = (proxy) => {
  proxy.on('proxyReq', (request) => request.removeHeader('origin'));
  proxy.on('proxyReqWs', (request) => request.removeHeader('origin'));
};

/** Only pages of the server's own origin may call the server and its proxies. */
function doors(): Plugin {
  const guard = (server: unknown, port: number) =>
    server instanceof Server && guardServer(server, { origins: originsAt(port) });
  return {
    name: 'doors',
    configureServer: ({ httpServer, config }) => void guard(httpServer, config.server.port),
    configurePreviewServer: ({ httpServer, config }) => void guard(httpServer, config.preview.port),
  };
}

/** Only the built page has a strict policy: hot reloading needs inline scripts and styles. */
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
