import { Server } from 'node:http';
import { join } from 'node:path';
import { defineConfig, loadEnv, type Plugin, type ProxyOptions } from 'vite';
import { guardServer } from '../../local/doors/guard.ts';
import { originsAt } from '../../local/doors/refusal.ts';
import { routesOf } from '../../local/web/routes.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';

const root = import.meta.dirname;

/** What the page is made of: nothing else of the repository is served. */
const served = ['services/web', 'client', 'shared/contract', 'node_modules'].map((folder) =>
  join(root, '../..', folder),
);

export default defineConfig(({ mode }) => {
  const server = { host: 'localhost', port: 3000, strictPort: true, cors: false, proxy: proxy(mode) };
  return {
    root,
    // React's own JSX transform is all that is needed: Vite has it without a plugin.
    plugins: [securityPolicy(), doors()],
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

/** One origin for the browser, as CloudFront gives it when deployed. `cruddur local up` says where the parts are. */
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

/** The door has seen the origin: to what stands behind, the request comes from here. */
const hideOrigin: ProxyOptions['configure'] = (proxy) => {
  proxy.on('proxyReq', (request) => request.removeHeader('origin'));
  proxy.on('proxyReqWs', (request) => request.removeHeader('origin'));
};

/** Only pages of the server's own origin may call it, and what it passes on. */
function doors(): Plugin {
  const guard = (server: unknown, port: number) =>
    server instanceof Server && guardServer(server, { origins: originsAt(port) });
  return {
    name: 'doors',
    configureServer: ({ httpServer, config }) => void guard(httpServer, config.server.port),
    configurePreviewServer: ({ httpServer, config }) => void guard(httpServer, config.preview.port),
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
