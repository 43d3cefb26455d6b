import { isHealthy } from '../child.ts';
import { startWeb } from '../web/start.ts';
import type { Part } from './part.ts';

/** The web application, with the services under its origin, as behind CloudFront. */
export const web: Part = {
  name: 'web',
  kind: 'service',
  ports: () => ['web'],
  kept: ['web'],
  addresses: ({ webOrigin }) => ({ web: webOrigin }),
  start: (settings, onSpawn) => startWeb(settings, onSpawn),
  answers: async ({ webOrigin }) => {
    const answers = [webOrigin, `${webOrigin}/api/health/users`].map((url) => isHealthy(url));
    return (await Promise.all(answers)).every(Boolean);
  },
};
