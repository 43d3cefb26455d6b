/** The keys that a function's settings require, as on stage `local`: none is secret, and the API answers everybody. */
export const localKeys = {
  CRUDDUR_LOG_KEY: 'local',
  CRUDDUR_FRONT_KEY: 'open',
  CRUDDUR_PUSH_KEY: 'local',
  CRUDDUR_PUSH_SERVICES: 'loopback',
  CRUDDUR_PUSH_CONTACT: 'http://localhost:3000',
};
