import { EmptyState } from '../design/empty-state.tsx';
import { Invitation } from '../groups/invitation.tsx';
import { useMessageGroups } from '../state/message-groups-query.ts';
import { messageWords } from '../words/messages.ts';

export default function NothingChosen() {
  const { data } = useMessageGroups();
  return (
    <section className="pane pane-empty" aria-label={messageWords.conversation}>
      {data?.groups.length === 0 ? (
        <Invitation />
      ) : (
        <EmptyState icon="messages" title={messageWords.noConversationChosen}>
          <p>{messageWords.chooseOne}</p>
        </EmptyState>
      )}
    </section>
  );
}
