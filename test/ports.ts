import { claimPort } from '../local/port.ts';

export const isFree = (port: number): Promise<boolean> =>
  claimPort('test', port).then(
    () => true,
    () => false,
  );
