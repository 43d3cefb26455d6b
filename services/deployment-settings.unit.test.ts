import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parse } from 'yaml';

const require = createRequire(import.meta.url);
const { operatorSetting } = require('./operator-settings.cjs');
const mailSender = require('./users/mail-sender.cjs');
const protection = require('./protection.cjs');
const webOrigin = require('./web-origin.cjs');
const firewall = require('./web/firewall.cjs');

/** As the Serverless CLI resolves variables: the shell, the parameters, and the outputs of the deployed stack. */
const resolvers = ({ shell = {}, params = {}, outputs = {} }: Record<string, Record<string, unknown>>) => ({
  resolveConfigurationProperty: async () => 'cruddur-users',
  resolveVariable: async (variable: string) => {
    const [, kind, name = ''] = /^(\w+):([^,]*)/.exec(variable) ?? [];
    if (kind === 'sls') return 'prod';
    if (kind === 'param') return params[name];
    if (kind === 'env') return shell[name] ?? null;
    return outputs[name.replace('cruddur-users-prod.', '')] ?? null;
  },
});

const { argv } = process;
beforeEach(() => {
  process.argv = ['node', 'sls', 'deploy'];
});
afterEach(() => {
  process.argv = argv;
});

const outputs = { Domain: 'chat.example', DeletionProtection: 'off' };

test.each([
  ['what the shell says', { shell: { CRUDDUR_DOMAIN: 'new.example' }, outputs }, 'new.example'],
  ['what was deployed, where the shell says nothing', { outputs }, 'chat.example'],
  [
    'what was deployed, where the shell has it empty',
    { shell: { CRUDDUR_DOMAIN: '' }, outputs },
    'chat.example',
  ],
  ['nothing any more, where the shell says none', { shell: { CRUDDUR_DOMAIN: 'none' }, outputs }, 'none'],
  ['nothing, where nobody ever said anything', {}, 'none'],
])('a deployment takes %s', async (_, stage, taken) => {
  expect(await operatorSetting(resolvers(stage), 'CRUDDUR_DOMAIN')).toBe(taken);
});

test('packaging asks no account', async () => {
  process.argv = ['node', 'sls', 'package'];
  expect(await operatorSetting(resolvers({ outputs }), 'CRUDDUR_DOMAIN')).toBe('none');
  expect(await protection(resolvers({ params: { deletionProtection: true } }))).toMatchObject({
    enabled: true,
  });
});

test('CORS goes on with the domain that was deployed', async () => {
  expect(await webOrigin(resolvers({ outputs }))).toMatchObject({
    domain: 'chat.example',
    origin: 'https://chat.example',
    origins: ['https://chat.example'],
  });
});

test('CORS admits the pages of other sites that the stage names, and goes on with them', async () => {
  const shell = { CRUDDUR_ALLOWED_ORIGINS: 'https://app.example, http://localhost:5173' };
  const origins = ['https://chat.example', 'https://app.example', 'http://localhost:5173'];
  expect(await webOrigin(resolvers({ shell, outputs }))).toMatchObject({
    origins,
    origin: origins.join(','),
  });
  const deployed = { ...outputs, AllowedOrigins: 'https://app.example' };
  expect((await webOrigin(resolvers({ outputs: deployed }))).origins).toEqual(origins.slice(0, 2));
});

test.each(['*', 'app.example', 'http://app.example', 'https://app.example/', 'null', 'https://*.example'])(
  '%s is not an origin that may be allowed',
  async (origin) => {
    const shell = { CRUDDUR_ALLOWED_ORIGINS: origin };
    await expect(webOrigin(resolvers({ shell }))).rejects.toThrow(
      /CRUDDUR_ALLOWED_ORIGINS: .* is not an origin/,
    );
  },
);

test('mail is sent by SES, in the name of the domain that it has verified', async () => {
  const shell = { CRUDDUR_MAIL_FROM: 'no-reply@Mail.example' };
  expect(await mailSender(resolvers({ shell, params: { mailSenderRequired: true } }))).toEqual({
    from: 'no-reply@Mail.example',
    configuration: {
      EmailSendingAccount: 'DEVELOPER',
      From: 'Cruddur <no-reply@Mail.example>',
      SourceArn: {
        'Fn::Sub': `arn:\${AWS::Partition}:ses:\${AWS::Region}:\${AWS::AccountId}:identity/mail.example`,
      },
    },
  });
});

test.each([
  ['never had a sender', {}],
  ['says none', { shell: { CRUDDUR_MAIL_FROM: 'none' }, outputs: { MailFrom: 'no-reply@mail.example' } }],
])('a stage that needs a sender of its own and %s is not deployed', async (_, stage) => {
  const deployment = mailSender(resolvers({ ...stage, params: { mailSenderRequired: true } }));
  await expect(deployment).rejects.toThrow(/^This stage needs a sender of its own for mail/);
  process.argv = ['node', 'sls', 'package'];
  expect((await mailSender(resolvers({ params: { mailSenderRequired: true } }))).from).toBe('none');
});

test('any other stage may do with the mails of Cognito', async () => {
  const params = { mailSenderRequired: false };
  const configuration = { EmailSendingAccount: 'COGNITO_DEFAULT' };
  expect(await mailSender(resolvers({ params }))).toEqual({ from: 'none', configuration });
});

test.each(['Cruddur <no-reply@mail.example>', 'mail.example', 'no-reply@mail', 'a@b.example\n@c.example'])(
  '%j is no sender',
  async (address) => {
    const shell = { CRUDDUR_MAIL_FROM: address };
    await expect(mailSender(resolvers({ shell }))).rejects.toThrow(/CRUDDUR_MAIL_FROM is not an address/);
  },
);

test.each([
  ['the first deployment, which may have to be rolled back,', true, {}, false],
  ['the next one', true, outputs, true],
  ['a stage without protection', false, outputs, false],
])('%s is protected from deletion: %s asked for', async (_, deletionProtection, deployed, enabled) => {
  const found = await protection(resolvers({ params: { deletionProtection }, outputs: deployed }));
  expect(found).toEqual({
    enabled,
    userPool: enabled ? 'ACTIVE' : 'INACTIVE',
    state: enabled ? 'on' : 'off',
  });
});

test('an account that has GitHub as a provider of tokens keeps it; an account has only one', () => {
  const file = join(import.meta.dirname, 'deploy-role.yml');
  const { Conditions, Resources } = parse(readFileSync(file, 'utf8'), { logLevel: 'silent' });
  const ofTheAccount =
    Resources.DeployRole.Properties.AssumeRolePolicyDocument.Statement[0].Principal.Federated;
  expect(Conditions.MakesProvider).toEqual(['ExistingProvider', '']);
  expect(Resources.GitHub.Condition).toBe('MakesProvider');
  expect(ofTheAccount).toEqual(['MakesProvider', 'GitHub.Arn', 'ExistingProvider']);
});

test('a stage has a firewall, none, or one that the account has already', async () => {
  const acl = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/ours/6f0b5c9a-0000-0000-0000-000000000000';
  const readers = { AlarmEmail: 'ops@mail.example,more@mail.example', Firewall: 'on' };
  expect(await firewall(resolvers({ params: { waf: 'off' }, outputs: readers }))).toEqual({
    waf: 'off',
    addresses: 'ops@mail.example,more@mail.example',
    readers: ['ops@mail.example', 'more@mail.example'],
    deployed: 'on',
  });
  expect(await firewall(resolvers({ params: { waf: acl } }))).toMatchObject({
    waf: acl,
    readers: [],
    deployed: null,
  });
});

test.each(['maybe', '', 'arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/ours/6f0b5c9a'])(
  'waf=%s is refused before anything is made',
  async (waf) => {
    await expect(firewall(resolvers({ params: { waf } }))).rejects.toThrow(
      'The parameter waf is on, off or the ARN of a web ACL for CloudFront',
    );
  },
);

test('each route of the users service has a part of the rate limit, and none waits for a route that is not there', () => {
  const read = (file: string) =>
    parse(readFileSync(join(import.meta.dirname, 'users', file), 'utf8'), {
      merge: true,
      logLevel: 'silent',
    });
  const { functions } = read('serverless.yml') as { functions: Record<string, { events?: Event[] }> };
  const routes = Object.values(functions).flatMap(({ events = [] }) =>
    events.flatMap(({ httpApi = [] }) => httpApi),
  );
  const { DependsOn, Properties } = read('resources/api.yml').extensions.HttpApiStage;
  expect(Object.keys(Properties.RouteSettings).sort()).toEqual(routes.sort());
  expect(DependsOn).toHaveLength(routes.length);
});

interface Event {
  httpApi?: string;
}
