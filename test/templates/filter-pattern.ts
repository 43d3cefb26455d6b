import { runInNewContext } from 'node:vm';

/** Whether a CloudWatch JSON filter pattern matches a log line; supports only the syntax used here. */
export function matchesPattern(pattern: string, line: object): boolean {
  const expression = pattern
    .replace(/^\{|\}$/g, '')
    .replace(/\$\.([\w.]+) NOT EXISTS/g, (_, path) => String(valueAt(line, path) === undefined))
    .replace(/\$\.([\w.]+) >= (\d+)/g, (_, path, least) =>
      String(Number(valueAt(line, path)) >= Number(least)),
    )
    .replace(/\$\.([\w.]+) (!?)= "([^"]*)"/g, (_, path, not, wanted) => {
      const value = valueAt(line, path);
      return String(value !== undefined && (not !== '!') === isLike(String(value), wanted));
    });
  return runInNewContext(expression);
}

/** The value of an object at a path such as `userIdentity.arn`. */
export function valueAt(object: object, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)?.[name], object);
}

const isLike = (value: string, wanted: string) =>
  new RegExp(`^${wanted.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(value);
