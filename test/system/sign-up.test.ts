import { randomUUID } from 'node:crypto';
import { insertUser } from '../../shared/postgres/users.ts';
import { Schedule } from '../faults.ts';
import { installFaults, removeFaults } from '../install-faults.ts';

beforeAll(installFaults);
afterAll(removeFaults);

test('an account registered concurrently by several containers becomes one user with its own handle', async () => {
  for (let round = 0; round < 100; round++) {
    const sub = randomUUID();
    const user = { cognito_user_id: sub, handle: `at_once_${round}`, email: sub, display_name: 'Ann' };
    const schedule = new Schedule();
    const containers = Array.from({ length: 6 }, () => schedule.process(() => insertUser(user)));
    const inserted = await Promise.all(containers);
    expect(inserted).toEqual(Array.from({ length: 6 }, () => inserted[0]));
  }
});
