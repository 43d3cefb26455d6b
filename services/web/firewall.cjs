/**
 * The firewall in front of CloudFront, by the stage's parameter `waf`: `on` makes one (firewall.ts), `off` none, and the
 * ARN of a web ACL uses one that the account has already. `deployed` is what the last deployment said.
 */
const { deployedOutput } = require('../deployed-output.cjs');
const { operatorSetting } = require('../operator-settings.cjs');

const ownAcl = /^arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\/[\w-]+\/[\w-]+$/;

module.exports = async (resolvers) => {
  const waf = String(await resolvers.resolveVariable('param:waf'));
  if (waf !== 'on' && waf !== 'off' && !ownAcl.test(waf))
    throw new Error(`The parameter waf is on, off or the ARN of a web ACL for CloudFront, not ${waf}.`);
  const addresses = await operatorSetting(resolvers, 'CRUDDUR_ALARM_EMAIL');
  return {
    waf,
    addresses,
    readers: addresses === 'none' ? [] : addresses.split(',').filter(Boolean),
    deployed: await deployedOutput(resolvers, 'Firewall', 'off'),
  };
};
