import { listSearch } from '../state/message-search.ts';
import { useStore } from '../store/create-store.ts';
import { FoundMessages } from './found-messages.tsx';

/** What the search of the list finds in messages, below the conversations. */
export default function FoundInList() {
  return <FoundMessages text={useStore(listSearch)} />;
}
