import { asksInProduction, command } from '../command.ts';

/** Smoke test of a deployment before people use it. A failed check exits with status 1. */
export const smoke = command({
  description: 'try the whole system as two new people would; status 1 at the first check that fails',
  where: 'anywhere',
  stores: ['userPool'],
  asks: asksInProduction('creates two accounts and sends a message'),
  examples: ['bin/cruddur smoke --stage dev'],
  async run(_, { stage, region, local, stores: { userPool }, out }) {
    const { readSite } = await import('../smoke/site.ts');
    const { smokeTest } = await import('../smoke/smoke-test.ts');
    const { stackOutput } = await import('../aws/stack-outputs.ts');
    const url = stage ? await stackOutput({ service: 'web', stage, region }, 'SiteUrl') : local.webOrigin;
    for await (const passed of smokeTest(await readSite(url), userPool)) out.say(passed);
  },
});
