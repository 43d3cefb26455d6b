import type { Consumption } from '../../shared/edge/metering.ts';

/** What DynamoDB itself said that the calls consumed. */
export function capacity({ readUnits, writeUnits }: Consumption): string {
  return `Consumed: ${readUnits} RCU, ${writeUnits} WCU`;
}
