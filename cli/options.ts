import { InvalidArgumentError } from 'commander';

/** An option of a command; the function that makes it knows the type of its value. */
export interface Option<Value> {
  description: string;
  /** The value's name in the help; a flag has none. */
  placeholder?: string;
  /** The value if the option is absent. */
  fallback?: Value;
  choices?: readonly string[];
  /** Values that a shell offers; others are possible. */
  suggests?: readonly string[];
  /** How a shell completes the value, if it has no fixed choices. */
  completes?: 'file' | 'folder';
  required?: boolean;
  parse?(written: string, before: Value | undefined): Value;
}

/** A positional argument of a command; always required. */
export interface Argument {
  description: string;
  choices?: readonly string[];
}

/** `--yes`: there or not. */
export const flag = (description: string): Option<boolean> => ({ description, fallback: false });

/** A text option; undefined if absent. */
export function text(
  placeholder: string,
  description: string,
  more: Pick<Option<string>, 'completes'> = {},
): Option<string | undefined> {
  return { placeholder, description, ...more };
}

/** A text option with a default value. */
export function textOr(fallback: string, placeholder: string, description: string): Option<string> {
  return { placeholder, description, fallback };
}

/** One of a few words. */
export function oneOf<Choice extends string>(
  choices: readonly Choice[],
  fallback: Choice,
  description: string,
): Option<Choice> {
  return { placeholder: 'name', description, fallback, choices };
}

export function wholeNumber(
  placeholder: string,
  description: string,
  { from, to, fallback }: { from: number; to: number; fallback: number },
): Option<number> {
  return { placeholder, description, fallback, parse: (written) => parseWholeNumber(written, from, to) };
}

/** How many segments a scan of the table has. */
export const segments = (): Option<number> =>
  wholeNumber('number', 'segments of the table to read in parallel', { from: 1, to: 64, fallback: 4 });

/** @throws InvalidArgumentError, which commander shows with the option. */
export function parseWholeNumber(written: string, from: number, to: number): number {
  const number = Number(written);
  if (!/^\d+$/.test(written) || number < from || number > to) {
    throw new InvalidArgumentError(`Expected a whole number from ${from} to ${to}.`);
  }
  return number;
}

/**
 * The name of a deployed stage, valid in the names of its stacks.
 *
 * @throws InvalidArgumentError for an invalid name, and for `local`, which is not deployed.
 */
export function parseStage(written: string): string {
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(written) || written === 'local')
    throw new InvalidArgumentError(
      'Expected the name of a deployed stage, such as dev; none means the local cloud.',
    );
  return written;
}
