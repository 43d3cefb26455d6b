// The Serverless Framework loads plugins only from inside a service's folder; the plugin is in `local`.
export { default } from '../../local/api-gateway/plugin.ts';
