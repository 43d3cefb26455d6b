import { type ReactNode, Suspense, useRef } from 'react';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import type { Message } from '../../../../shared/contract/messages.ts';
import { ComposerBox } from '../conversation/composer-box.tsx';
import { ConversationContext } from '../conversation/conversation-context.ts';
import { JumpToNewest } from '../conversation/jump-to-newest.tsx';
import { toLines } from '../conversation/lines.ts';
import { MessageLine } from '../conversation/message-line.tsx';
import { DialogEnd } from '../design/dialog.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { Field } from '../design/field.tsx';
import { Icon } from '../design/icon.tsx';
import { LoadingBubbles, LoadingRows, LoadingTexts } from '../design/loading.tsx';
import { ErrorNotice, Notice } from '../design/notice.tsx';
import { SearchField } from '../design/search-field.tsx';
import EmojiPanel from '../emoji/emoji-panel.tsx';
import { GroupLine } from '../groups/group-line.tsx';
import '../conversation/composer.css';
import '../conversation/message-menu.css';
import '../conversation/conversation.css';
import '../design/menu.css';
import '../groups/group-list.css';
import './design-page.css';

/** The components that many pages share, in their states and both themes. In development only: the built page does not have it. */
export default function DesignPage() {
  return (
    <main id="content" className="design">
      <Theme name="light" />
      <Theme name="dark" />
    </main>
  );
}

function Theme({ name }: { name: 'light' | 'dark' }) {
  return (
    <div className={`design-theme design-${name}`}>
      <h1>{name}</h1>
      <Buttons />
      <Fields />
      <Notices />
      <Avatars />
      <Overlays />
      <Rows />
      <Lines />
      <Writing />
      <Emoji />
      <Waiting />
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

const looks = ['', 'button-quiet', 'button-danger', 'button-wide'];

function Buttons() {
  return (
    <Part title="Buttons">
      <div className="design-row">
        {looks.map((look) => (
          <button key={look} type="button" className={`button ${look}`}>
            Button
          </button>
        ))}
        <button type="button" className="button" disabled>
          Disabled
        </button>
        <button type="button" className="link-button">
          In a text
        </button>
        <button type="button" className="icon-button" aria-label="More">
          <Icon name="more" />
        </button>
        <button type="button" className="composer-emoji" aria-label="Emoji">
          <Icon name="smile" />
        </button>
        <button type="button" className="composer-send" aria-label="Send">
          <Icon name="send" />
        </button>
        <button type="button" className="composer-send" aria-disabled="true" aria-label="Nothing to send">
          <Icon name="send" />
        </button>
      </div>
      <div className="design-row">
        {['Reply', 'Copy'].map((name) => (
          <button key={name} type="button" className="menu-item">
            <Icon name={name === 'Reply' ? 'reply' : 'copy'} />
            {name}
          </button>
        ))}
        <button type="button" className="menu-item menu-item-danger">
          <Icon name="delete" />
          Delete for everyone
        </button>
      </div>
    </Part>
  );
}

function Fields() {
  return (
    <Part title="Fields">
      <Field label="Name" defaultValue="Delenn" hint="As others see it" />
      <Field label="Handle" defaultValue="!" error="A handle has 3 to 30 characters." />
      <Field label="Password" type="password" defaultValue="secret" />
    </Part>
  );
}

function Notices() {
  return (
    <Part title="Notices">
      <Notice>Your link is copied.</Notice>
      <ErrorNotice>That did not work.</ErrorNotice>
      <div className="design-row">
        <span className="badge">7</span>
        <span className="badge badge-quiet">99+</span>
        <span className="groups-count">3</span>
        <kbd>Ctrl</kbd>
      </div>
      <EmptyState icon="messages" title="Nothing yet">
        <p>What to do next.</p>
      </EmptyState>
    </Part>
  );
}

function Avatars() {
  return (
    <Part title="Avatars">
      <div className="design-row">
        {Array.from({ length: 12 }, (_, colour) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the colours have numbers, and stay.
          <span key={colour} className={`avatar avatar-${colour}`}>
            AB
          </span>
        ))}
      </div>
    </Part>
  );
}

/** A dialog that asks, what lies over a conversation, and what is told above every page. */
function Overlays() {
  return (
    <Part title="Overlays">
      <dialog open className="dialog design-placed">
        <h2>Delete this message?</h2>
        <p>It is deleted for both of you.</p>
        <DialogEnd close={() => {}} isDangerous confirm={() => {}}>
          Delete for everyone
        </DialogEnd>
      </dialog>
      <div className="floating design-placed design-floating">A popover</div>
      <div className="design-row design-over">
        <button type="button" className="talk-day design-placed">
          Yesterday
        </button>
        <JumpToNewest unread={12} onPress={() => {}} />
      </div>
      <div className="banners design-placed">
        <p>
          <Icon name="offline" />
          You are offline.
        </p>
      </div>
    </Part>
  );
}

const AT = '2026-01-01T12:00:00.000Z';
const OTHER = { display_name: 'Delenn of Mir', handle: 'delenn', user_uuid: 'other' };
const QUOTED = {
  user_uuid: 'other',
  display_name: OTHER.display_name,
  message: 'Good morning.',
  deleted: false,
};
const ME = { display_name: 'Susan', handle: 'susan', user_uuid: 'me' };

const row = (uuid: string, more: Partial<MessageGroup> = {}): MessageGroup => ({
  uuid,
  ...OTHER,
  message: 'Do you have a minute?',
  created_at: AT,
  unread_count: 0,
  ...more,
});
const rows = [
  row('design-read'),
  row('design-own', { message_mine: true, message: 'Sure.' }),
  row('design-unread', { unread_count: 3 }),
  row('design-muted', { unread_count: 120, muted_until: '9999-12-31T00:00:00.000Z', list: 'pinned' }),
  row('design-deleted', { message: '', message_deleted: true, request: 'sent' }),
];

function Rows() {
  return (
    <Part title="Conversations">
      <div className="design-rows">
        <SearchField label="Search" text="del" onChange={() => {}} />
        {rows.map((group) => (
          <GroupLine key={group.uuid} group={group} isCurrent={false} />
        ))}
        <GroupLine group={row('design-namesake')} isCurrent={false} hasNamesake />
      </div>
    </Part>
  );
}

const message = (uuid: string, text: string, more: Partial<Message> = {}): Message => ({
  uuid,
  ...OTHER,
  message: text,
  created_at: AT,
  cursor: `${AT}#${uuid}`,
  ...more,
});
const messages = [
  message('a', 'Good morning.'),
  message('b', 'See *this*, _and_ `that`: https://example.org'),
  message('c', '> Almost\nYes.\n```\nconst a = 1;\n```', {
    reactions: [{ emoji: '👍', user_uuids: ['me', 'other'] }],
    reply_to: { uuid: 'd', ...ME, message: 'On my way.', deleted: false },
  }),
  message('d', 'On my way.', ME),
  message('e', 'In ten minutes.', {
    ...ME,
    edited_at: AT,
    reply_to: { uuid: 'a', ...QUOTED },
  }),
  message('f', '', { deleted_at: AT }),
  message('g', '', { ...ME, deleted_at: AT }),
  message('h', '👍', ME),
];
const outbox = [
  { key: 'i', queuedAt: Date.parse(AT), conversation: 'design', message: 'On its way' },
  { key: 'j', queuedAt: Date.parse(AT), conversation: 'design', message: 'No', refused: 'message_invalid' },
];
const conversation = {
  group: 'design',
  me: 'me',
  other: OTHER.display_name,
  isRequest: false,
  seenTo: `${AT}#d`,
  show: () => {},
};

function Lines() {
  const lines = toLines(messages, outbox, 'me', { firstNew: `${AT}#c`, isWhole: true });
  return (
    <Part title="Messages">
      <ConversationContext value={conversation}>
        <div className="design-lines">
          {lines.map((line) => (
            <MessageLine key={line.key} line={line} isShown={line.key === 'b'} />
          ))}
        </div>
      </ConversationContext>
    </Part>
  );
}

/** The message box: empty, with a text, and with one that is too long. */
function Writing() {
  const box = useRef<HTMLTextAreaElement>(null);
  return (
    <Part title="Message box">
      {['', 'A few words', 'too long '.repeat(120)].map((text) => (
        <ComposerBox key={text} box={box} label="Message" text={text} onChange={() => {}} onSend={() => {}} />
      ))}
    </Part>
  );
}

function Emoji() {
  return (
    <Part title="Emoji">
      <div className="design-emoji">
        <Suspense>
          <EmojiPanel choose={() => {}} />
        </Suspense>
      </div>
    </Part>
  );
}

function Waiting() {
  return (
    <Part title="Loading">
      <LoadingRows rows={2} />
      <LoadingTexts />
      <LoadingBubbles />
      <span className="spinner" />
    </Part>
  );
}
