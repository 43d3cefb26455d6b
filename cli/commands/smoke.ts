import { asksInProduction, command } from '../command.ts';

/** Smoke test of a deployment before people use it. A failed check exits with status 1. */
export const smoke = command({
  description: 'test the whole system with two throw-away accounts; status 1 at the first failed check',
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
