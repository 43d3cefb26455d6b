// The Serverless Framework loads plugins only from below a service's folder; the plugin itself is the local cloud's.
export { default } from '../../local/api-gateway/plugin.ts';
