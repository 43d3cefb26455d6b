import { defineConfig, loadEnv, type Plugin, type ProxyOptions } from 'vite';
import { routesOf } from '../../local/web/routes.ts';
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
  const routes = routesOf(loadEnv(mode, root, 'CRUDDUR_'));
  return Object.fromEntries(
    routes.map(({ path, target, as }) => [
      path.source,
      { target, ws: target.startsWith('ws'), ...(as !== undefined && { rewrite: () => as }) },
    ]),
  );
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
