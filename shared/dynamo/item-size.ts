/**
 * The size of an item in bytes as DynamoDB counts it, names and values:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemBytes(item: Record<string, unknown>): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + utf8(name) + valueBytes(value), 0);
}

function valueBytes(value: unknown): number {
  if (typeof value === 'string') return utf8(value);
  if (typeof value === 'number') return Math.ceil(String(value).replace(/\D/g, '').length / 2) + 1;
  if (value instanceof Uint8Array) return value.length;
  if (Array.isArray(value)) return value.reduce((sum, one) => sum + 1 + valueBytes(one), 3);
  return 1;
}

const utf8 = (text: string) => Buffer.byteLength(text);

/** Units of one read of so many bytes. */
export const readUnits = (bytes: number, { consistent = false } = {}) =>
  Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5);

/** Units of one write of an item of so many bytes, outside a transaction. */
export const writeUnits = (bytes: number) => Math.max(1, Math.ceil(bytes / 1024));
