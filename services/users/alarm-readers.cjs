/** Who gets an e-mail for every alarm: CRUDDUR_ALARM_EMAIL when deploying, several addresses with commas between. */
// biome-ignore lint/style/noProcessEnv: the operator's environment, while deploying
const addresses = (process.env.CRUDDUR_ALARM_EMAIL ?? '').split(',').filter(Boolean);

module.exports = addresses.map((Endpoint) => ({ Protocol: 'email', Endpoint }));
