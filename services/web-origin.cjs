/**
 * The origins that a browser may call the API from. Page and API share CloudFront's address, so no other is needed; a
 * custom domain (CRUDDUR_DOMAIN when deploying) and pages of other sites (CRUDDUR_ALLOWED_ORIGINS, separated by commas) are
 * set here.
 */
const { operatorSetting } = require('./operator-settings.cjs');

module.exports = async (resolvers) => {
  const domain = await operatorSetting(resolvers, 'CRUDDUR_DOMAIN');
  const more = await operatorSetting(resolvers, 'CRUDDUR_ALLOWED_ORIGINS');
  const own = await ownOrigin(resolvers, domain);
  const origins = [own, ...(more === 'none' ? [] : more.split(',').map(checked))];
  return { domain, more, own, origins, origin: origins.join(',') };
};

async function ownOrigin({ resolveVariable }, domain) {
  if ((await resolveVariable('sls:stage')) === 'local')
    return (await resolveVariable('env:CRUDDUR_WEB_ORIGIN, null')) || 'http://localhost:3000';
  return `https://${domain === 'none' ? 'same-origin.invalid' : domain}`;
}

/** A page elsewhere is encrypted, unless it is on the developer's machine. */
function checked(written) {
  const origin = written.trim();
  if (!/^(https:\/\/[a-z0-9.-]+|http:\/\/(localhost|127\.0\.0\.1))(:\d+)?$/.test(origin))
    throw new Error(`CRUDDUR_ALLOWED_ORIGINS: "${origin}" is not an origin such as https://app.example.`);
  return origin;
}
