// Runs a packaged function once, in a process of its own, as Lambda would: node run-package.mjs FILE NAME < {event, id}
import { createRequire } from 'node:module';

const [, , file, name] = process.argv;
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { event, awsRequestId } = JSON.parse(Buffer.concat(chunks).toString());
const started = Date.now();
const context = { awsRequestId, getRemainingTimeInMillis: () => 6_000 - (Date.now() - started) };
const { [name]: handler } = file.endsWith('.mjs') ? await import(file) : createRequire(file)(file);
const answer = await handler(event, context);
process.stdout.write(`\n${JSON.stringify({ answer })}\n`, () => process.exit());
