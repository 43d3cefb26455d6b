import './push.ts';
import './send-handed-over.ts';
import { worker } from './service-worker.ts';
import { answerFromShell, dropOldShells, keepShell } from './shell.ts';

// A new version takes over at once: it answers open pages of the version before, too.
worker.addEventListener('install', (event) => event.waitUntil(keepShell().then(() => worker.skipWaiting())));

worker.addEventListener('activate', (event) =>
  event.waitUntil(dropOldShells().then(() => worker.clients.claim())),
);

worker.addEventListener('fetch', (event) => {
  const answer = answerFromShell(event.request);
  if (answer) event.respondWith(answer);
});
