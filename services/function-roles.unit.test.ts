import { createRequire } from 'node:module';

const makeRoles = createRequire(import.meta.url)('./function-roles.cjs');

const resolve = (functions: object, roles: object) => {
  const configuration: Record<string, unknown> = {
    functions,
    'custom.roles': roles,
    service: 'cruddur-users',
    'provider.stage': 'dev',
  };
  return { resolveConfigurationProperty: async (path: string[]) => configuration[path.join('.')] };
};

test('each function gets a role with what roles.yml says of it', async () => {
  const allowed = { Effect: 'Allow', Action: 'rds-db:connect', Resource: 'x' };
  const { Resources } = await makeRoles(
    resolve({ getMe: {}, migrate: {} }, { getMe: [allowed], migrate: [] }),
  );
  expect(Object.keys(Resources)).toEqual(['GetMeRole', 'MigrateRole']);
  const [runs, works] = Resources.GetMeRole.Properties.Policies;
  expect(runs.PolicyName).toBe('runs');
  expect(works.PolicyDocument.Statement).toEqual([allowed]);
  expect(Resources.MigrateRole.Properties.Policies).toHaveLength(1);
});

test('a function without an entry in roles.yml is refused', async () => {
  await expect(makeRoles(resolve({ getMe: {}, getYou: {} }, { getMe: [] }))).rejects.toThrow(
    'roles.yml has no entry for: getYou',
  );
});

test('an entry in roles.yml without a function is refused', async () => {
  await expect(makeRoles(resolve({ getMe: {} }, { getMe: [], getYou: [] }))).rejects.toThrow(
    'roles.yml names functions that do not exist: getYou',
  );
});
