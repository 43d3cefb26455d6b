import { useNavigate } from 'react-router';
import { Pane } from '../design/pane.tsx';
import { useTitle } from '../design/title.ts';
import { PersonFinder } from '../people/person-finder.tsx';
import { messageWords } from '../words/messages.ts';

/** The page to choose a person to write to. */
export default function NewMessagePage() {
  const navigate = useNavigate();
  useTitle(messageWords.newMessage);
  return (
    <Pane head={<h1>{messageWords.newMessage}</h1>} className="finder">
      <PersonFinder onChoose={(handle) => void navigate(`/messages/new/${encodeURIComponent(handle)}`)} />
    </Pane>
  );
}
