// The Serverless Framework loads plugins only from below a service's folder; the plugin itself is the local cloud's.
export { default } from '../../local/event-source-mapping/plugin.ts';
