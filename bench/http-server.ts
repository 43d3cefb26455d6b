import { handler as listMessageGroups } from '../services/messaging/list-message-groups.ts';
import { handler as listMessages } from '../services/messaging/list-messages.ts';
import { handler as sendMessage } from '../services/messaging/send-message.ts';
import { serveApi } from '../test/serve-api.ts';

/**
 * The functions of patterns A, B and D behind a plain HTTP server: one process, so one core, where Lambda would start
 * an instance per concurrent request. Tells its parent the port, and its CPU time on request.
 */
const { url } = await serveApi({ listMessageGroups, listMessages, sendMessage });
process.send?.({ port: Number(new URL(url).port) });
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuSeconds: (user + system) / 1e6 });
});
process.once('disconnect', () => process.exit());
