/**
 * The only origin that CORS admits. The page and the API share CloudFront's address, so no other origin calls; a
 * domain of one's own (CRUDDUR_DOMAIN when deploying) is named here.
 */
// biome-ignore lint/style/noProcessEnv: the operator's environment, while deploying
module.exports = `https://${process.env.CRUDDUR_DOMAIN || 'same-origin.invalid'}`;
