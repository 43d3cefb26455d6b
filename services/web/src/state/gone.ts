import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import type * as contract from '../../../../shared/contract/users.ts';

/** Typed as the contract's literal: the schema is not bundled. */
const GONE: typeof contract.DELETED_ACCOUNT.handle = 'deleted_account';

/** Whether the other member has deleted their account. */
export const isGone = ({ handle }: Pick<MessageGroup, 'handle'>): boolean => handle === GONE;
