/**
 * The only origin that CORS admits. The page and the API share CloudFront's address, so no other origin calls; a
 * domain of one's own (CRUDDUR_DOMAIN when deploying) is named here.
 */
const { operatorSetting } = require('./operator-settings.cjs');

module.exports = async (resolvers) => {
  const domain = await operatorSetting(resolvers, 'CRUDDUR_DOMAIN');
  return { domain, origin: `https://${domain === 'none' ? 'same-origin.invalid' : domain}` };
};
