import { routeOf } from '../../shared/contract/routes.ts';
import { deployedFunctions } from '../../test/deployed-functions.ts';
import { routesOf } from './routes.ts';

const operations = deployedFunctions().filter(({ kind }) => kind === 'operation');

test.each(operations)(
  "the web application's origin leads $key to the service $service",
  ({ key, service }) => {
    const { path } = routeOf(key as Parameters<typeof routeOf>[0]);
    const routes = routesOf({ CRUDDUR_USERS_URL: 'users', CRUDDUR_MESSAGING_URL: 'messaging' });
    expect(routes.find((route) => route.path.test(path))?.target).toBe(service);
  },
);
