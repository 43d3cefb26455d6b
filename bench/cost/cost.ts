import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { costDocument, costTable } from './document.ts';

const usage = `Usage: npm run cost -- --messages 1e6 --users 1e4 [--stage dev] [--dax]
       npm run cost -- --write | --check    (docs/cost.md)`;

const file = join(import.meta.dirname, '../../docs/cost.md');
const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '1e6' },
    users: { type: 'string', default: '1e4' },
    stage: { type: 'string', default: 'prod' },
    dax: { type: 'boolean', default: false },
    write: { type: 'boolean' },
    check: { type: 'boolean' },
  },
});
const [messages, users] = [Number(values.messages), Number(values.users)];

if (values.write) writeFileSync(file, costDocument());
else if (values.check) process.exitCode = readFileSync(file, 'utf8') === costDocument() ? 0 : 1;
else if (!(messages >= 0 && users >= 0) || !(values.stage === 'dev' || values.stage === 'prod')) {
  console.error(usage);
  process.exitCode = 2;
} else console.log(costTable([{ messages, users, stage: values.stage, dax: values.dax }]));
