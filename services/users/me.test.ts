import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { PostConfirmationTriggerEvent } from 'aws-lambda';
import { listMessageGroups } from '../../shared/dynamo/list-message-groups.ts';
import { EmailTaken, HandleTaken } from '../../shared/errors.ts';
import { findUserBySub, insertUser } from '../../shared/postgres/users.ts';
import {
  changeEmail,
  createAccount,
  createPerson,
  createStranger,
  deleteAccount,
  type Person,
} from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { createConversation, storeText } from '../../test/conversations.ts';
import { finishJobs } from '../../test/jobs.ts';
import { asMaster } from '../../test/master.ts';
import { testStores } from '../../test/stores.ts';
import { handler as getMe } from './get-me.ts';
import { handler as postConfirmation } from './post-confirmation.ts';
import { handler as registerMe } from './register-me.ts';
import { handler as updateMe } from './update-me.ts';

const get = (as: Pick<Person, 'token'>) => call(getMe, 'getMe', { as });
const register = (as: Pick<Person, 'token'>, body: unknown = {}) =>
  call(registerMe, 'registerMe', { as, body });
const rename = (as: Pick<Person, 'token'>, display_name: unknown) =>
  call(updateMe, 'updateMe', { as, body: { display_name } });

const confirmed = (attributes: Record<string, string>) =>
  ({
    triggerSource: 'PostConfirmation_ConfirmSignUp',
    userName: 'x',
    request: { userAttributes: { email_verified: 'true', ...attributes } },
    response: {},
  }) as unknown as PostConfirmationTriggerEvent;

describe('the caller', () => {
  test('sees their own profile', async () => {
    const bayko = await createPerson('bayko', 'Andrew Bayko');
    const { uuid, email } = bayko;
    expect(await get(bayko)).toMatchObject({
      status: 200,
      body: { uuid, handle: 'bayko', display_name: 'Andrew Bayko', email },
    });
  });

  test('gets a new e-mail address from the user pool once it is verified', async () => {
    const ann = await createStranger();
    await changeEmail(ann, `claimed.${ann.email}`, false);
    expect((await get(ann)).body.email).toBe(ann.email);
    await changeEmail(ann, `new.${ann.email}`, true);
    expect((await get(ann)).body).toEqual({ ...(await get(ann)).body, email: `new.${ann.email}` });
    expect(await findUserBySub(ann.sub)).toMatchObject({ email: `new.${ann.email}` });
  });

  test('whose account was deleted is refused like any invalid token', async () => {
    const ann = await createStranger();
    await deleteAccount(ann);
    expect(await get(ann)).toMatchObject({ status: 401, errors: ['unauthenticated'] });
  });

  test('without a row is told to register or to retry', async () => {
    const account = await createAccount('rowless');
    for (const answer of [await get(account), await rename(account, 'Name')]) {
      expect(answer).toMatchObject({ status: 409, errors: ['user_not_registered'] });
      expect(answer.headers['retry-after']).toBe('1');
    }
  });
});

describe('a new display name', () => {
  test('is shown in the message groups of their conversations only', async () => {
    const { ann, ben } = await createConversation();
    const third = await createStranger();
    await storeText(third, ann, 'Hi');
    expect(await rename(ann, '  Ann of Green Gables ')).toMatchObject({
      status: 200,
      body: { uuid: ann.uuid, display_name: 'Ann of Green Gables' },
    });
    await finishJobs();
    const names = async (reader: Person) =>
      (await listMessageGroups(reader.uuid, 'inbox', { limit: 10 })).items.map(
        (row) => row.user_display_name,
      );
    expect(await names(ben)).toEqual(['Ann of Green Gables']);
    expect(await names(third)).toEqual(['Ann of Green Gables']);
    expect((await names(ann)).sort()).toEqual([ben.display_name, third.display_name].sort());
  });

  test('set twice at once ends as one name everywhere', async () => {
    const { ann, ben } = await createConversation(['Hello'], createStranger);
    await Promise.all([rename(ann, 'One'), rename(ann, 'Other')]);
    await finishJobs();
    const [row] = (await listMessageGroups(ben.uuid, 'inbox', { limit: 1 })).items;
    expect(row?.user_display_name).toBe((await get(ann)).body.display_name);
  });

  test.each<[string, unknown, string]>([
    ['absent', undefined, 'display_name_blank'],
    ['null', null, 'display_name_blank'],
    ['blank', ' \t ', 'display_name_blank'],
    ['a number', 7, 'display_name_invalid'],
    ['65 characters long', 'x'.repeat(65), 'display_name_invalid'],
    ['with a NUL', 'a\u0000b', 'display_name_invalid'],
    ['without a UTF-8 form', '\ud800', 'display_name_invalid'],
    ['invisible', '\u3164\u200b\u2800', 'display_name_blank'],
    ['written backwards', '\u202eokyaB werdnA', 'display_name_invalid'],
    ['under a pile of marks', `a${'\u0335'.repeat(63)}`, 'display_name_invalid'],
    ['of two lines', 'a\u2028b', 'display_name_invalid'],
    ['one that passes for us', 'System ✔', 'display_name_invalid'],
  ])('that is %s is refused and changes nothing', async (_, name, code) => {
    const ann = await createStranger();
    expect(await rename(ann, name)).toMatchObject({ status: 422, errors: [code] });
    expect((await get(ann)).body.display_name).toBe(ann.display_name);
  });

  test('is stored in one Unicode form', async () => {
    const ann = await createStranger();
    expect((await rename(ann, 'Ame\u0301lie')).body.display_name).toBe('Am\u00e9lie');
  });

  test('may have 64 emoji', async () => {
    const ann = await createStranger();
    expect((await rename(ann, '😀'.repeat(64))).body.display_name).toBe('😀'.repeat(64));
  });
});

describe('who may write to the caller', () => {
  const allow = (as: Person, who_may_write: unknown) =>
    call(updateMe, 'updateMe', { as, body: { who_may_write } });

  test('is everyone, until they choose otherwise; their name stays', async () => {
    const ann = await createStranger();
    expect((await get(ann)).body.who_may_write).toBe('everyone');
    for (const who_may_write of ['requests', 'nobody', 'everyone']) {
      const answer = await allow(ann, who_may_write);
      expect(answer.body).toMatchObject({ who_may_write, display_name: ann.display_name });
      expect((await get(ann)).body).toEqual(answer.body);
    }
    await allow(ann, 'nobody');
    expect((await rename(ann, 'Ann')).body).toMatchObject({ who_may_write: 'nobody', display_name: 'Ann' });
  });

  test.each(['friends', '', 7, ['nobody']])('is not %j', async (value) => {
    const ann = await createStranger();
    expect(await allow(ann, value)).toMatchObject({ status: 422, errors: ['who_may_write_invalid'] });
  });

  test('is theirs to choose while they are suspended; their name is not', async () => {
    const ann = await createStranger();
    await asMaster((sql) => sql`update users set suspended_at = now() where uuid = ${ann.uuid}`);
    expect((await allow(ann, 'nobody')).body).toMatchObject({ who_may_write: 'nobody', suspended: true });
    expect(await rename(ann, 'Ann')).toMatchObject({ status: 403, errors: ['suspended'] });
  });
});

describe('confirming a sign-up', () => {
  const attributes = {
    sub: 'sub-1',
    email: 'one@example.test',
    preferred_username: 'Number_One',
    name: 'One',
  };

  test('inserts the user with the handle in lower case; idempotent', async () => {
    const event = confirmed(attributes);
    expect(await postConfirmation(event)).toBe(event);
    const inserted = await findUserBySub('sub-1');
    expect(inserted).toMatchObject({ handle: 'number_one', display_name: 'One', email: 'one@example.test' });
    await postConfirmation(event);
    expect(await findUserBySub('sub-1')).toEqual(inserted);
  });

  test.each<[string, Record<string, string>, string]>([
    ['the handle is taken', { sub: 'sub-2', email: 'two@example.test' }, 'HandleTaken'],
    ['the address is taken', { sub: 'sub-3', preferred_username: 'number_three' }, 'EmailTaken'],
    [
      'nobody can have the handle',
      { sub: 'sub-4', email: 'f@example.test', preferred_username: 'a b' },
      'HandleInvalid',
    ],
    [
      'nobody has verified the address',
      { sub: 'sub-6', email: 'g@example.test', preferred_username: 'number_six', email_verified: 'false' },
      'EmailNotVerified',
    ],
  ])('reports a failure when %s', async (_, change, name) => {
    await postConfirmation(confirmed(attributes));
    await expect(postConfirmation(confirmed({ ...attributes, ...change }))).rejects.toMatchObject({ name });
  });

  test('without a display name shows the handle', async () => {
    await postConfirmation(
      confirmed({ sub: 'sub-5', email: 'five@example.test', preferred_username: 'number_five' }),
    );
    expect((await findUserBySub('sub-5'))?.display_name).toBe('number_five');
  });

  test.each<[string, string]>([
    ['blank', ' '],
    ['longer than 64 characters', 'x'.repeat(65)],
    ['with a NUL', 'a\u0000b'],
    ['of two lines', 'a\nb'],
  ])('with a display name that is %s, which none may be, shows the handle', async (_, name) => {
    const handle = `some_${randomUUID().slice(0, 8)}`;
    const account = { sub: handle, email: `${handle}@example.test` };
    await postConfirmation(confirmed({ ...account, preferred_username: `@${handle}`, name }));
    expect(await findUserBySub(handle)).toMatchObject({ handle, display_name: handle });
  });
});

describe('registering a caller whose row is missing', () => {
  test("uses the user pool's attributes; idempotent", async () => {
    const account = await createAccount('Late_Comer', 'Late Comer');
    const registered = await register(account);
    expect(registered).toMatchObject({
      status: 200,
      body: { handle: 'late_comer', display_name: 'Late Comer', email: account.email },
    });
    expect((await register(account)).body).toEqual(registered.body);
    expect((await get(account)).body).toEqual(registered.body);
  });

  test('10 times at once inserts one user', async () => {
    const account = await createAccount('eager');
    const answers = await Promise.all(Array.from({ length: 10 }, () => register(account)));
    expect(new Set(answers.map(({ status, body }) => JSON.stringify({ status, body }))).size).toBe(1);
    expect(answers[0]?.status).toBe(200);
  });

  test('with an unverified address is refused, and the address stays free', async () => {
    const victim = `victim.${randomUUID()}@example.test`;
    const thief = await createAccount('thief');
    await changeEmail(thief, victim, false);
    expect(await register(thief)).toMatchObject({ status: 409, errors: ['email_not_verified'] });
    await changeEmail(thief, victim, true);
    expect(await register(thief)).toMatchObject({ status: 200, body: { email: victim } });
  });

  test('with a taken handle reports it and accepts another', async () => {
    await createPerson('taken');
    const account = await createAccount('taken');
    expect(await register(account)).toMatchObject({ status: 409, errors: ['handle_taken'] });
    expect(await register(account, { handle: 'not_taken' })).toMatchObject({
      status: 200,
      body: { handle: 'not_taken' },
    });
  });

  test('restores the same uuid after the row was lost, for example with a new database', async () => {
    const account = await createAccount('phoenix', 'Phoenix');
    const { body: before } = await register(account);
    await deleteUser(account.sub);
    expect((await get(account)).errors).toEqual(['user_not_registered']);
    expect((await register(account)).body).toEqual(before);
  });

  test.each(['admin', 'cruddur_team', '___'])('refuses the reserved handle %s', async (handle) => {
    const account = await createAccount('some_body');
    expect(await register(account, { handle })).toMatchObject({ status: 409, errors: ['handle_taken'] });
  });

  test('with a taken handle or address leaves neither in the log of Postgres', async () => {
    const { handle, email } = await createPerson('on_record');
    const ask = (change: object) =>
      insertUser({ handle: 'unwritten', email: 'unwritten@example.test', ...change, ...other() });
    const other = () => ({ display_name: 'Other', cognito_user_id: randomUUID() });
    await expect(ask({ handle })).rejects.toThrow(HandleTaken);
    await expect(ask({ email: email.toUpperCase() })).rejects.toThrow(EmailTaken);
    const log = readFileSync(testStores().postgresLog, 'utf8').toLowerCase();
    expect(log).toContain('database system is ready');
    for (const value of [handle, email]) expect(log).not.toContain(value);
  });

  test('without a display name under another handle shows that handle', async () => {
    await createPerson('wanted');
    const account = await createAccount('wanted', ' ');
    expect((await register(account, { handle: '@Not_Wanted' })).body).toMatchObject({
      handle: 'not_wanted',
      display_name: 'not_wanted',
    });
  });

  test('with the token of a deleted account is refused like any invalid token', async () => {
    const account = await createAccount('gone');
    await deleteAccount(account);
    expect(await register(account)).toMatchObject({ status: 401, errors: ['unauthenticated'] });
  });

  test.each<[unknown]>([['a b'], ['ab'], ['x'.repeat(31)], [7]])('refuses the handle %j', async (handle) => {
    const account = await createAccount('some_one');
    expect(await register(account, { handle })).toMatchObject({ status: 422, errors: ['handle_invalid'] });
  });
});

async function deleteUser(sub: string): Promise<void> {
  await asMaster((sql) => sql`delete from users where cognito_user_id = ${sub}`);
}
