const { readFileSync } = require('node:fs');
const { builtinModules } = require('node:module');

/**
 * Parts of packages that no function reaches, but whose package imports them all the same. Each is a file below
 * `node_modules`, with what a bundle has in its place. docs/decisions/0058 says what each saves and why it is not needed.
 */
const leftOut = {
  // DynamoDB and the connections' API have no event streams.
  '@smithy/core/dist-es/submodules/event-streams/index.js': 'export {};',
  '@smithy/signature-v4/dist-es/HeaderFormatter.js': 'export class HeaderFormatter {}',
  // Only Timestream and such discover endpoints; the cache for it is a package of its own.
  '@aws-sdk/middleware-endpoint-discovery/dist-es/index.js': `
    export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
      environmentVariableSelector() {},
      configFileSelector() {},
      default: false,
    };
    export const resolveEndpointDiscoveryConfig = (config) => config;`,
  // The regions that region.cjs allows have one form of address; a local engine brings its own.
  '@aws-sdk/client-dynamodb/dist-es/endpoint/endpointResolver.js': `
    export const defaultEndpointResolver = ({ Endpoint, Region }) => ({
      url: new URL(Endpoint ?? \`https://dynamodb.\${Region}.amazonaws.com\`),
    });`,
  '@aws-sdk/client-cognito-identity-provider/dist-es/endpoint/endpointResolver.js': `
    export const defaultEndpointResolver = ({ Endpoint, Region }) => ({
      url: new URL(Endpoint ?? \`https://cognito-idp.\${Region}.amazonaws.com\`),
    });`,
  '@aws-sdk/client-apigatewaymanagementapi/dist-es/endpoint/endpointResolver.js': `
    export const defaultEndpointResolver = ({ Endpoint }) => ({ url: new URL(Endpoint) });`,
  // With the addresses above no rule asks what a region belongs to.
  '@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js': `
    export const partitionsInfo = { partitions: [], version: '1.1' };`,
  // Lambda tells the region; a computer of EC2 would be asked for its own.
  '@smithy/core/dist-es/submodules/config/config-resolver/regionConfig/getInstanceMetadataRegion.js':
    'export const getInstanceMetadataRegion = async () => undefined;',
  // Lambda has no files of settings, and the mode of defaults is the SDK's own.
  '@smithy/core/dist-es/submodules/config/shared-ini-file-loader/loadSharedConfigFiles.js': `
    export { CONFIG_PREFIX_SEPARATOR } from './constants';
    export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });`,
  '@smithy/core/dist-es/submodules/config/defaults-mode/resolveDefaultsModeConfig.js': `
    export const resolveDefaultsModeConfig = () => async () => 'legacy';`,
  // The retry mode is the standard one.
  '@smithy/core/dist-es/submodules/retry/util-retry/AdaptiveRetryStrategy.js':
    'export class AdaptiveRetryStrategy {}',
  // Node has SHA-256.
  '@smithy/core/dist-es/submodules/checksum/sha256/Sha256Js.js': 'export class Sha256Js {}',
  // Neither service calls functions, so there is no recursion to detect.
  '@aws-sdk/core/dist-es/submodules/client/middleware-recursion-detection/getRecursionDetectionPlugin.js': `
    export const getRecursionDetectionPlugin = () => ({ applyToStack() {} });`,
  // Nobody gives a client a logger, for which it would go through every item; nor asks for the addresses of S3.
  '@aws-sdk/core/dist-es/submodules/client/middleware-logger/loggerMiddleware.js': `
    export let loggerMiddleware, loggerMiddlewareOptions;
    export const getLoggerPlugin = () => ({ applyToStack() {} });`,
  '@smithy/core/dist-es/submodules/client/smithy-client/schemaLogFilter.js':
    'export const schemaLogFilter = () => ({});',
  '@smithy/core/dist-es/submodules/endpoints/middleware-endpoint/service-customizations/s3.js': `
    export let DOT_PATTERN, S3_HOSTNAME_PATTERN, isArnBucketName, isDnsCompatibleBucketName;
    export const resolveParamsForS3 = async (parameters) => parameters;`,
  // Bodies are texts or bytes, never files: to ask whether one is loads the streams of files, and readline with them.
  '@smithy/core/dist-es/submodules/serde/util-body-length/calculateBodyLength.js': `
    export const calculateBodyLength = (body) => (body ? Buffer.byteLength(body) : 0);`,
  // Node has both; the global `crypto` of browsers would be loaded besides.
  '@smithy/core/dist-es/submodules/serde/uuid/v4.js': `
    import { randomUUID } from 'node:crypto';
    export const bindV4 = () => () => randomUUID();`,
  '@smithy/core/dist-es/submodules/serde/util-hex-encoding/hex-encoding.js': `
    export const fromHex = (text) => new Uint8Array(Buffer.from(text, 'hex'));
    export const toHex = (bytes) => Buffer.from(bytes).toString('hex');`,
  // Its functions are made while it loads, so the bundler cannot leave them out.
  '@aws-sdk/lib-dynamodb/dist-es/pagination/index.js': 'export {};',
  // Logical replication and large objects.
  'postgres/src/subscribe.js': 'export default () => () => {};',
  'postgres/src/large.js': 'export default () => {};',
};

/**
 * Errors of operations on backups, exports, replicas and whole tables, and all but a few of Cognito's. A client would make
 * classes and schemas for them while it loads; should one come all the same, the client throws its general error by that name.
 */
const errorsLeftOut = {
  '@aws-sdk/client-dynamodb/dist-es/schemas/schemas_0.js': errors(
    '(Backup|ContinuousBackups|Export|GlobalTable|Import|IndexNotFound|Invalid(Export|Restore)|PointInTime|Policy|Replica(A|N)|Table)\\w+',
  ),
  '@aws-sdk/client-cognito-identity-provider/dist-es/schemas/schemas_0.js': errors(
    '(?!(UserNotFound|NotAuthorized|ResourceNotFound|InvalidParameter|TooManyRequests|InternalError)Exception)\\w+',
  ),
};

/** The schemas of errors with such names, and their registrations. */
function errors(names) {
  return new RegExp(
    `^export var ${names}\\$ = \\[[^;]*;\\s*n0_registry\\.registerError\\(\\w+\\$, \\w+\\);$`,
    'gm',
  );
}

const packageFile = /node_modules[\\/](.+)$/;

const nameOf = (path) => packageFile.exec(path)[1].replaceAll('\\', '/');

/** A filter for the files that are the keys of `parts`. */
function anyOf(parts) {
  const files = Object.keys(parts).map((file) => file.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]'));
  return new RegExp(`node_modules[\\\\/](${files.join('|')})$`);
}

/** Puts the stand-ins of {@link leftOut} in place. */
const leaveOut = {
  name: 'left-out',
  setup({ onLoad }) {
    onLoad({ filter: anyOf(leftOut) }, ({ path }) => ({ contents: leftOut[nameOf(path)] }));
    onLoad({ filter: anyOf(errorsLeftOut) }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(errorsLeftOut[nameOf(path)], ''),
    }));
    // A client imports its package.json for the version in the user agent.
    onLoad({ filter: /node_modules[\\/]@aws-sdk[\\/][\w-]+[\\/]package\.json$/ }, ({ path }) => ({
      contents: JSON.stringify({ version: JSON.parse(readFileSync(path, 'utf8')).version }),
      loader: 'json',
    }));
  },
};

/**
 * For `import net from 'node:net'` the bundler copies a getter for every export of the built-in module, 0.2 ms each
 * time. These modules are requires with the exports that are used.
 */
const plainBuiltIns = {
  name: 'plain-built-ins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?[a-z_]+(\/[a-z]+)?$/ }, ({ path, kind }) => {
      const name = path.replace(/^node:/, '');
      if (kind !== 'import-statement' || !builtinModules.includes(name)) return undefined;
      return { path: name, namespace: 'built-in', sideEffects: false };
    });
    onLoad({ filter: /.*/, namespace: 'built-in' }, ({ path }) => ({
      contents: path === 'perf_hooks' ? CLOCK : toEsModule(path),
    }));
  },
};

/** The driver of Postgres wants the clock of `perf_hooks` and no other measurement of it: shared/clock.ts. */
const CLOCK = 'export const performance = { now: () => Number(process.hrtime.bigint()) / 1e6 };';

function toEsModule(name) {
  const names = Object.keys(require(name)).filter((key) => /^[A-Za-z_]\w*$/.test(key) && key !== 'default');
  return [
    `const builtIn = /* @__PURE__ */ require('node:${name}');`,
    'export default builtIn;',
    ...names.map((key) => `const own_${key} = /* @__PURE__ */ (() => builtIn.${key})();`),
    `export { ${names.map((key) => `own_${key} as ${key}`).join(', ')} };`,
  ].join('\n');
}

/** The bundler's plugins. */
module.exports = () => [leaveOut, plainBuiltIns];
module.exports.files = Object.keys({ ...leftOut, ...errorsLeftOut });
