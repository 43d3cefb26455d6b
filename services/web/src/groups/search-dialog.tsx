import { useState } from 'react';
import { Closing, Dialog } from '../design/dialog.tsx';
import { SearchField } from '../design/search-field.tsx';
import { searchedGroup } from '../state/message-search.ts';
import { useStore } from '../store/create-store.ts';
import { messageWords } from '../words/messages.ts';
import { FoundMessages } from './found-messages.tsx';

/** Searches in one conversation. */
export default function SearchDialog() {
  const group = useStore(searchedGroup);
  const [text, setText] = useState('');
  const close = () => searchedGroup.set(null);
  if (group === null) return null;
  return (
    <Dialog title={messageWords.searchInConversation} className="search-dialog" close={close}>
      <SearchField text={text} onChange={setText} label={messageWords.searchInConversation} />
      <FoundMessages text={text} group={group} onChoose={close} />
      <Closing close={close} />
    </Dialog>
  );
}
