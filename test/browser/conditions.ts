import type { Browser, CDPSession, Page } from 'playwright-core';

/** As Lighthouse's phone: a slow processor on a slow mobile network. */
const SLOWER = 4;
const network = {
  offline: false,
  latency: 150,
  downloadThroughput: 1.6e6 / 8,
  uploadThroughput: 0.75e6 / 8,
};

/** Makes a page's processor as slow as a phone's. */
export async function slowProcessor(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
}

/** Makes the network of a page, and of the service worker that answers it, as slow as a phone's. */
export async function slowNetwork(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', network);
  const browser = page.context().browser();
  if (browser) await slowDownWorkers(browser);
}

/** A page's conditions do not hold for what its worker asks the network. */
async function slowDownWorkers(browser: Browser): Promise<void> {
  const devtools = await browser.newBrowserCDPSession();
  const { targetInfos } = await devtools.send('Target.getTargets');
  for (const { targetId, type } of targetInfos) {
    if (type !== 'service_worker') continue;
    const { sessionId } = await devtools.send('Target.attachToTarget', { targetId });
    await tell(devtools, sessionId, 'Network.enable', {});
    await tell(devtools, sessionId, 'Network.emulateNetworkConditions', network);
  }
}

/** Playwright has no session of its own for a worker. Waits until the worker has answered. */
async function tell(devtools: CDPSession, sessionId: string, method: string, params: object): Promise<void> {
  const answered = new Promise<void>((resolve) => {
    devtools.on('Target.receivedMessageFromTarget', (event) => event.sessionId === sessionId && resolve());
  });
  const message = JSON.stringify({ id: 1, method, params });
  await devtools.send('Target.sendMessageToTarget', { sessionId, message });
  await answered;
}
