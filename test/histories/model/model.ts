import { Access } from './access.ts';
import { Leaving } from './leaving.ts';
import { type Found, Messages } from './messages.ts';
import { Names } from './names.ts';
import { Requests } from './requests.ts';
import { Rows } from './rows.ts';

/**
 * A model of the promised API, without stores, faults or time: the users' actions and the answers. Everything readable
 * in the end must follow from it.
 */
export class Model {
  readonly messages = new Messages();
  readonly leaving = new Leaving();
  readonly access = new Access(this.messages, this.leaving);
  readonly requests = new Requests(this.messages, this.access);
  readonly rows = new Rows(this.access, this.requests);
  readonly names = new Names();

  /** Whether a message may be deleted: its sender has deleted it, or leaves and takes their messages along. */
  mayBeDeleted(id: string, sender: number): boolean {
    return this.messages.mayBeDeleted(id) || this.leaving.mayErase(sender);
  }

  /**
   * Called when somebody begins to search. What it returns tells what is wrong with a message that was found.
   *
   * @returns a function of the other member of its conversation, undefined if that is none of theirs.
   */
  lookAtSearch(user: number): (other: number | undefined, found: Found) => string[] {
    const lookAt = this.messages.lookAtFound(user);
    const clearedTo = [0, 1, 2, 3].map((other) => this.rows.clearedTo(user, other));
    return (other, found) => {
      if (other === undefined) return [`${user} found "${found.message}" in a conversation of others`];
      if (found.cursor <= (clearedTo[other] ?? ''))
        return [`${user} found "${found.message}", deleted before`];
      return lookAt(other, found);
    };
  }
}
