/**
 * The only origin that CORS allows. Page and API share CloudFront's address, so no other origin calls; a custom domain
 * (CRUDDUR_DOMAIN when deploying) is set here.
 */
const { operatorSetting } = require('./operator-settings.cjs');

module.exports = async (resolvers) => {
  const domain = await operatorSetting(resolvers, 'CRUDDUR_DOMAIN');
  return { domain, origin: `https://${domain === 'none' ? 'same-origin.invalid' : domain}` };
};
