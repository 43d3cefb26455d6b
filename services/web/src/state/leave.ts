import { api } from '../api/api.ts';
import { signOutEverywhere } from '../session/change-account.ts';
import { signOut } from '../session/sign-out.ts';
import { keepDevice, notificationSettings } from './notification-settings.ts';

/** A server that does not answer must not keep anybody signed in. */
const PATIENCE_MS = 2_000;

/** Signs out, after web push to this device has ended: only a token ends it. */
export async function leave(): Promise<void> {
  await forgetThisDevice();
  signOut();
}

/** Ends every session of the account, and web push to all of its devices. */
export async function leaveEverywhere(): Promise<void> {
  await forgetThisDevice();
  await forgetDevices();
  await signOutEverywhere();
}

/** After a change of the password: ends web push to devices whose sessions have ended. */
export async function forgetOtherDevices(): Promise<void> {
  await forgetDevices();
  await keepDevice({ isForgotten: true });
}

/** If it fails, the sessions end all the same; the server forgets the devices in 30 days. */
const forgetDevices = () => api.unsubscribePush().catch(() => {});

async function forgetThisDevice(): Promise<void> {
  const settings = notificationSettings();
  if (settings.toldAt === undefined) return;
  const forgotten = import('./web-push.ts').then(({ forgetDevice }) => forgetDevice(settings));
  await Promise.race([forgotten, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
}
