import { Outlet, useMatch } from 'react-router';
import { Contained } from '../design/contained.tsx';
import { LoadingRows } from '../design/loading.tsx';
import { Pane } from '../design/pane.tsx';
import { GroupListPane } from '../groups/group-list-pane.tsx';
import { useOtherListName } from '../groups/use-other-list-name.ts';
import { GroupMenu } from './group-menu.tsx';
import './messages.css';

/** The list and the chosen conversation next to it; on a phone only one of them. */
export default function MessagesPage() {
  const isInbox = useMatch('/messages') !== null;
  const isListOnly = useOtherListName() !== undefined || isInbox;
  return (
    <div className={`messages ${isListOnly ? 'messages-list-only' : 'messages-with-pane'}`}>
      <GroupListPane isMain={isListOnly} />
      <Contained
        loading={
          <Pane>
            <LoadingRows />
          </Pane>
        }
        frame={(notice) => <Pane>{notice}</Pane>}
      >
        <Outlet />
      </Contained>
      <GroupMenu />
    </div>
  );
}
