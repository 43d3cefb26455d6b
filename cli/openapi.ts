import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import { errorStatus } from '../shared/contract/error-codes.ts';
import type { Operation } from '../shared/contract/operation.ts';
import { operations } from '../shared/contract/operations.ts';
import { Problem } from '../shared/contract/problem.ts';
import { routeOf } from '../shared/contract/routes.ts';
import { Nothing, PAGE_LIMIT_DEFAULT, type Schema } from '../shared/contract/schema.ts';

/** Writes `docs/openapi.json` from the contract; `--check` only tells whether the file is up to date. */

const FILE = fileURLToPath(new URL('../docs/openapi.json', import.meta.url));

const everyOperation = ['rate_limited', 'internal_error', 'store_unavailable'] as const;
const everyBody = ['malformed_json', 'body_invalid', 'body_too_large', 'not_json'] as const;

const ofTheKey =
  'A request with the same key returns the message that was stored the first time. A UUIDv7 costs least: it becomes the ' +
  "message's uuid, and its time the message's place, if that is at most 2 s from now. Create it when the request is first " +
  'sent, by the clock of the `Date` response header, and later than every message that you show.';

/** The limit is text in the query string; the text must be a number. */
const limitSchema = { type: 'integer', minimum: 1, maximum: 100, default: PAGE_LIMIT_DEFAULT };

const text = `${JSON.stringify(openapi(), null, 2)}\n`;
if (process.argv.includes('--check')) {
  const present = await readFile(FILE, 'utf8').catch(() => '');
  if (present !== text) {
    process.stderr.write('docs/openapi.json is out of date: npm run openapi\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(FILE, text);
}

function openapi() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, operation] of Object.entries(operations) as [string, Operation][]) {
    const { method, path } = routeOf(operation.name);
    paths[path] = { ...paths[path], [method.toLowerCase()]: describe(name, operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Cruddur Messaging',
      version: '1',
      description: 'Generated from shared/contract.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: jsonSchema(Problem, 'output') },
    },
  };
}

function describe(name: string, operation: Operation) {
  return {
    operationId: name,
    summary: operation.summary,
    security: operation.public ? [] : [{ accessToken: [] }],
    parameters: [
      ...parameters('path', operation.params),
      ...parameters('query', operation.query),
      ...parameters('header', operation.headers),
    ],
    ...(operation.body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: jsonSchema(operation.body, 'input') } },
      },
    }),
    responses: {
      ...success(operation),
      ...refusals(operation),
    },
  };
}

function success(operation: Operation) {
  const done = { description: 'Done', headers: responseHeaders(operation) };
  if (operation.response === Nothing) return { 204: done };
  const schema = jsonSchema(operation.response, 'output');
  // Each line is one of the array's items: OpenAPI 3.1 has no schema for a text of lines.
  const type = operation.lines ? 'application/x-ndjson' : 'application/json';
  return { 200: { ...done, content: { [type]: { schema } } } };
}

function parameters(place: 'path' | 'query' | 'header', schema: Schema | undefined) {
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input');
  return Object.entries(properties).map(([name, property]) => ({
    name: place === 'header' ? 'Idempotency-Key' : name,
    ...(place === 'header' && { description: ofTheKey }),
    in: place,
    required: place === 'path' || required.includes(name),
    schema: name === 'limit' ? limitSchema : property,
  }));
}

function responseHeaders(operation: Operation) {
  const string = (description: string) => ({ description, schema: { type: 'string' } });
  const paged = parameters('query', operation.query).some(({ name }) => ['limit', 'cursor'].includes(name));
  return {
    'X-Request-Id': string('Quote it when asking for help'),
    'Server-Timing': string(
      'Milliseconds; if the stage enables it, the capacity units that DynamoDB reported',
    ),
    ...(paged && {
      Link: string(
        'The next page as rel="next" (RFC 8288); absent on the last page. A page may hold fewer items than its limit',
      ),
    }),
  };
}

/** One response per status, naming its error codes. */
function refusals(operation: Operation) {
  const codes = [
    ...operation.errors,
    ...(operation.public ? [] : (['unauthenticated', 'account_disabled'] as const)),
    ...(operation.body ? everyBody : []),
    ...everyOperation,
  ];
  const byStatus = Map.groupBy(new Set(codes), (code) => errorStatus[code]);
  return Object.fromEntries(
    [...byStatus].sort().map(([status, some]) => [
      status,
      {
        description: some.join(', '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

function jsonSchema(schema: Schema, typeMode: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = toJsonSchema(schema(), {
    typeMode,
    target: 'draft-2020-12',
    // JSON Schema cannot express rules that are code.
    errorMode: 'ignore',
    // Answers have no other fields; other fields of a request are ignored.
    overrideSchema: ({ valibotSchema, jsonSchema }) =>
      typeMode === 'output' && valibotSchema.type === 'object'
        ? { ...jsonSchema, additionalProperties: false }
        : undefined,
  });
  return rest;
}
