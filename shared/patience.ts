/** How long a deployed function waits for a store before the answer is 503, in milliseconds. */
export const deployedPatience = {
  /** Connecting included. */
  postgresMs: 2_500,
  userPoolMs: 1_500,
} as const;

/** How long this process waits. A program that has more time than a function may set more. */
export const patience: Record<keyof typeof deployedPatience, number> = { ...deployedPatience };
