import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { routes as agreedRoutes } from '../shared/contract/routes.ts';
import { calledByOf, deployedFunctions, rolesOf, servicesWithFunctions } from './deployed-functions.ts';

/** The contract, `serverless.yml`, `roles.yml` and the files name the same functions. */

const root = join(import.meta.dirname, '..');
const functions = deployedFunctions();
const read = (file: string) => readFileSync(join(root, file), 'utf8');

test('each operation of the contract has a function at its route, and each route an operation', () => {
  const routes = functions
    .filter(({ kind }) => kind === 'operation')
    .map(({ key, route }) => `${key}: ${route}`);
  const agreed = Object.entries(agreedRoutes).map(([name, route]) => `${name}: ${route}`);
  expect(routes.sort()).toEqual(agreed.sort());
});

test.each(servicesWithFunctions())('each function of %s has an entry in roles.yml', (service) => {
  const keys = functions.filter((one) => one.service === service).map(({ key }) => key);
  expect(Object.keys(rolesOf(service)).sort()).toEqual(keys.sort());
});

describe.each(functions)('$service $key', ({ service, key, kind, role, file }) => {
  test('has a role and a handler of the same name', () => {
    const kebab = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    expect({ role, file }).toEqual({
      role: `${key[0]?.toUpperCase()}${key.slice(1)}Role`,
      file: `services/${service}/${kebab}.ts`,
    });
    expect(existsSync(join(root, file))).toBe(true);
  });

  test('declares its caller', () => {
    expect(['operation', 'stream', 'socket', 'user pool', 'operator']).toContain(kind);
    const logicalId = `${key[0]?.toUpperCase()}${key.slice(1)}LambdaFunction`;
    const pool = read(`services/users/resources/user-pool.yml`).split(`!GetAtt ${logicalId}.Arn`);
    // The pool's own setting and the permission to call.
    expect(pool.length - 1).toBe(kind === 'user pool' ? 2 : 0);
    const outputs = read(`services/${service}/resources/outputs.yml`);
    expect(outputs.includes(`!Ref ${logicalId}`)).toBe(kind === 'operator');
  });
});

test.each(servicesWithFunctions())('custom.calledBy of %s names functions without an event', (service) => {
  const without = functions.filter((one) => one.service === service && !hasEvent(one.kind));
  expect(Object.keys(calledByOf(service)).sort()).toEqual(without.map(({ key }) => key).sort());
});

const hasEvent = (kind: string | undefined) => ['operation', 'stream', 'socket'].includes(String(kind));
