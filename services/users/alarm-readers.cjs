/** Recipients of alarm e-mails: CRUDDUR_ALARM_EMAIL when deploying, comma-separated. */
const { operatorSetting } = require('../operator-settings.cjs');

module.exports = async (resolvers) => {
  const addresses = await operatorSetting(resolvers, 'CRUDDUR_ALARM_EMAIL');
  const readers = addresses === 'none' ? [] : addresses.split(',').filter(Boolean);
  return { addresses, subscription: readers.map((Endpoint) => ({ Protocol: 'email', Endpoint })) };
};
