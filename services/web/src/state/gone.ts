import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import type * as contract from '../../../../shared/contract/users.ts';
import { messageWords } from '../words/messages.ts';

/** Typed as the contract's literal: the schema is not bundled. */
const GONE: typeof contract.DELETED_ACCOUNT.handle = 'deleted_account';

/** Whether the other member has deleted their account. */
export const isGone = ({ handle }: Pick<MessageGroup, 'handle'>): boolean => handle === GONE;

/** The name of the other member as it is shown: that of a deleted account is in the language of the page. */
export const shownName = (other: Pick<MessageGroup, 'handle' | 'display_name'>): string =>
  isGone(other) ? messageWords.deletedAccount : other.display_name;
