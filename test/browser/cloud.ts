/** The local cloud of the browser tests, with its own ports and data. */
export interface Cloud {
  /** The built application, served with the same proxies as the development server. */
  web: string;
  /** Vite's development server (`local up --dev-server`). */
  development: string;
  cognito: string;
  data: string;
}

const VARIABLE = 'CRUDDUR_E2E_CLOUD';

export function tellCloud(cloud: Cloud): void {
  process.env[VARIABLE] = JSON.stringify(cloud);
}

export function theCloud(): Cloud {
  const text = process.env[VARIABLE];
  if (!text) throw new Error('The browser tests run by `npm run test:e2e`, which starts what they need.');
  return JSON.parse(text);
}
