// The Serverless Framework loads plugins only from below a service's folder; this one is the local cloud's.
export { default } from '../../local/serverless-dynamodb.ts';
