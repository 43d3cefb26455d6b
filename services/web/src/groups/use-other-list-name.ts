import { useMatch } from 'react-router';
import type { OtherListName } from '../state/other-list.ts';

/** The list other than the inbox that the address names. */
export function useOtherListName(): OtherListName | undefined {
  const name = useMatch('/messages/:list')?.params.list;
  return name === 'requests' || name === 'archived' ? name : undefined;
}
