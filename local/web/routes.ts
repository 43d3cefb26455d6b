/** A route behind the web application's origin. The first match counts. */
export interface Route {
  readonly path: RegExp;
  readonly target: string;
  /** The path at the target, if different. */
  readonly as?: string;
}

/** One origin for the browser, as behind CloudFront. Takes the target addresses from the environment. */
export function routesOf(environment: NodeJS.ProcessEnv): readonly Route[] {
  const {
    CRUDDUR_USERS_URL: users = 'http://127.0.0.1:4001',
    CRUDDUR_MESSAGING_URL: messaging = 'http://127.0.0.1:4002',
    CRUDDUR_COGNITO_ENDPOINT: cognito = 'http://127.0.0.1:9239',
    CRUDDUR_SOCKETS_URL: sockets = 'ws://127.0.0.1:4203',
  } = environment;
  return [
    {
      path: /^\/api\/(message_groups|messages|blocks|push_subscriptions|reports|limits|search|me\/export|health\/messaging)/,
      target: messaging,
    },
    { path: /^\/api\//, target: users },
    { path: /^\/cognito/, target: cognito, as: '/' },
    { path: /^\/ws/, target: sockets, as: '/' },
  ];
}
