import type { operations } from '../shared/contract/operations.ts';
import type { OperationName } from '../shared/contract/routes.ts';
import type { Given, Made, Schema } from '../shared/contract/schema.ts';

type Contract = typeof operations;

/** One part of a request as an object; optional if all of its fields are. */
type Part<O, Name extends string, Fields> =
  O extends Record<Name, Schema>
    ? Record<string, never> extends Fields
      ? { [N in Name]?: Fields }
      : { [N in Name]: Fields }
    : unknown;

type Fields<O, Name extends string> = O extends Record<Name, infer S extends Schema> ? Given<S> : never;

/** Query strings carry text; numbers are accepted and converted. */
type Query<F> = { [Name in keyof F]: string extends F[Name] ? F[Name] | number : F[Name] };

/** The request of an operation: the parts from the contract, and options for sending. */
export type RequestOf<Name extends OperationName> = Part<
  Contract[Name],
  'params',
  Fields<Contract[Name], 'params'>
> &
  Part<Contract[Name], 'query', Query<Fields<Contract[Name], 'query'>>> &
  Part<Contract[Name], 'headers', Fields<Contract[Name], 'headers'>> &
  Part<Contract[Name], 'body', Fields<Contract[Name], 'body'>> & {
    signal?: AbortSignal;
    /** Sends no token; for public operations. */
    anonymous?: boolean;
  };

export type ResponseOf<Name extends OperationName> = Made<Contract[Name]['response']>;

/** The operations with pagination. */
export type ListName = {
  [Name in OperationName]: Contract[Name] extends { query: infer Q extends Schema }
    ? Extract<keyof Given<Q>, 'limit' | 'cursor'> extends never
      ? never
      : Name
    : never;
}[OperationName];

export type ItemOf<Name extends ListName> = ResponseOf<Name>[number];
