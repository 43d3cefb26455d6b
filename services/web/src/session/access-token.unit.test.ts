import { renew, SignedOut } from './access-token.ts';
import type { Session } from './session.ts';

const tokenOf = (sub: string) => `head.${btoa(JSON.stringify({ sub }))}.signature`;
const sessionOf = (sub: string): Session => ({
  sub,
  accessToken: tokenOf(sub),
  refreshToken: '',
  expiresAt: 0,
});
const signedIn = (session: Session) =>
  Object.assign(globalThis, { localStorage: { getItem: () => JSON.stringify(session) } });

test('uses the token that another tab has renewed', async () => {
  signedIn({ ...sessionOf('londo'), accessToken: 'renewed' });
  expect(await renew(tokenOf('londo'))).toBe('renewed');
});

test("never uses another user's token", async () => {
  signedIn(sessionOf('vir'));
  await expect(renew(tokenOf('londo'))).rejects.toThrow(SignedOut);
});
