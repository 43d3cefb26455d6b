import { randomUUID } from 'node:crypto';
import type { PostConfirmationTriggerEvent } from 'aws-lambda';
import { handler as getMe } from '../services/users/get-me.ts';
import { handler as postConfirmation } from '../services/users/post-confirmation.ts';
import { handler as registerMe } from '../services/users/register-me.ts';
import type { Me } from '../shared/contract/users.ts';
import { findUserByHandle, findUserBySub } from '../shared/postgres/users.ts';
import { createAccount } from './accounts.ts';
import { call } from './call.ts';
import { type Asked, untilAnswered } from './client.ts';
import type { Schedule } from './faults.ts';
import type { Scenario } from './schedules.ts';

/** A person with an account in the user pool who is not a user yet. */
interface Newcomer {
  account: Awaited<ReturnType<typeof createAccount>>;
  /** The handle given at sign-up, and the one chosen if that is taken. */
  handles: [string, string];
}

async function createNewcomer(
  handle = `new_${randomUUID().slice(0, 13).replace('-', '')}`,
): Promise<Newcomer> {
  return { account: await createAccount(handle), handles: [handle, `${handle}_${randomUUID().slice(0, 4)}`] };
}

/** Acts as the user pool: retries a trigger without an answer at most twice, and a failed one never. */
async function confirm(schedule: Schedule, { account, handles }: Newcomer): Promise<void> {
  const { sub, email } = account;
  const userAttributes = { sub, email, preferred_username: handles[0] };
  const event = { userName: sub, request: { userAttributes } } as unknown as PostConfirmationTriggerEvent;
  const trigger = () =>
    postConfirmation(event).then(
      () => 'confirmed',
      () => 'failed',
    );
  for (let attempt = 0; attempt < 3; attempt++) if ((await schedule.process(trigger)) !== 'died') return;
}

/** Acts as the page: registers a caller without a user, under another handle if the first is taken. */
async function enter(schedule: Schedule, { account, handles }: Newcomer): Promise<Me> {
  const ask = async (asking: Promise<Asked<Me>>) => {
    const answer = await asking;
    if (answer === 'no answer') throw new Error('the page was never answered');
    return answer;
  };
  const register = (body: { handle?: string }) =>
    ask(untilAnswered(schedule, () => call(registerMe, 'registerMe', { as: account, body })));
  let answer = await ask(untilAnswered(schedule, () => call(getMe, 'getMe', { as: account })));
  if (answer.errors.includes('user_not_registered')) answer = await register({});
  if (answer.errors.includes('handle_taken')) answer = await register({ handle: handles[1] });
  if (answer.status !== 200) throw new Error(`the page was answered ${answer.errors}`);
  return answer.body;
}

/** Checks that a newcomer is exactly one user, the one they were told, with a handle they asked for. */
async function problemsOf(newcomer: Newcomer, told: readonly Me[]): Promise<string[]> {
  const [me] = told;
  const found = await findUserBySub(newcomer.account.sub);
  const byHandle = await findUserByHandle(me?.handle as Me['handle']);
  return [
    ...(told.every((one) => JSON.stringify(one) === JSON.stringify(found)) ? [] : ['told somebody else']),
    ...(byHandle?.uuid === me?.uuid ? [] : ['the handle is not theirs']),
    ...(newcomer.handles.includes(me?.handle ?? '') ? [] : [`nobody asked for ${me?.handle}`]),
  ];
}

function signUp(name: string, course: (schedule: Schedule, newcomer: Newcomer) => Promise<Me[]>): Scenario {
  return {
    name,
    async prepare() {
      const newcomer = await createNewcomer();
      let told: Me[] = [];
      return {
        run: async (schedule) => {
          told = await course(schedule, newcomer);
        },
        check: async () => [
          ...(await problemsOf(newcomer, told)),
          ...(told[0]?.handle === newcomer.handles[0] ? [] : ['their own handle was taken']),
        ],
      };
    },
  };
}

const sameHandleTwice: Scenario = {
  name: 'two sign-ups under one handle',
  async prepare() {
    const ann = await createNewcomer();
    const [handle] = ann.handles;
    const ben = await createNewcomer(handle);
    let told: Me[] = [];
    return {
      run: async (schedule) => {
        const both = [ann, ben].map((one) => confirm(schedule, one).then(() => enter(schedule, one)));
        told = await Promise.all(both);
      },
      check: async () => [
        ...(await problemsOf(ann, told.slice(0, 1))),
        ...(await problemsOf(ben, told.slice(1))),
        ...(told.filter((me) => me.handle === handle).length === 1 ? [] : ['not one has the handle']),
      ],
    };
  },
};

export const signUpScenarios: Scenario[] = [
  signUp('sign-up', async (schedule, newcomer) => {
    await confirm(schedule, newcomer);
    return [await enter(schedule, newcomer)];
  }),
  signUp('sign-up whose trigger never came', async (schedule, newcomer) => [await enter(schedule, newcomer)]),
  signUp('sign-up by the trigger and two pages at once', async (schedule, newcomer) => {
    const pages = [enter(schedule, newcomer), enter(schedule, newcomer)];
    const [told] = await Promise.all([Promise.all(pages), confirm(schedule, newcomer)]);
    return told;
  }),
  sameHandleTwice,
];
