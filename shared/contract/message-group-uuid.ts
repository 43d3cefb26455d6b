import { v5 } from 'uuid';

/** The namespace of message group uuids. It must never change: the uuids of all stored groups derive from it. */
const MESSAGE_GROUP_NAMESPACE = '9c5f2a38-6f0c-4f56-9a2b-7c1e0d1c9b44';

/** The message group of two users, by their uuids in either order. */
export function messageGroupUuid(oneUserUuid: string, otherUserUuid: string): string {
  return v5([oneUserUuid, otherUserUuid].sort().join(':'), MESSAGE_GROUP_NAMESPACE);
}
