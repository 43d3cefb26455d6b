import type { Frame } from '../../../../shared/contract/frames.ts';

/** A frame of the WebSocket; null for anything else (an answer to a ping, a type of a later version). */
export function parseFrame(text: unknown): Frame | null {
  if (typeof text !== 'string') return null;
  const frame = parseJson(text);
  if (frame?.type === 'message' && isText(frame.message_group_uuid) && isMessage(frame.message)) {
    return frame as Frame;
  }
  if (frame?.type === 'read' && isText(frame.message_group_uuid) && isText(frame.read_to)) {
    return frame as Frame;
  }
  if (frame?.type === 'typing' && isText(frame.message_group_uuid) && isText(frame.user_uuid)) {
    return frame as Frame;
  }
  return frame?.type === 'message_group' && isMessageGroup(frame) ? (frame as Frame) : null;
}

/** The type of a text from our server; undefined for any other text. */
export function typeOf(text: unknown): string | undefined {
  const type = typeof text === 'string' ? parseJson(text)?.type : undefined;
  return typeof type === 'string' ? type : undefined;
}

type Fields = Record<string, unknown>;

function isMessage(value: unknown): boolean {
  return (
    isObject(value) &&
    ['uuid', 'user_uuid', 'message', 'created_at', 'cursor'].every((field) => isText(value[field]))
  );
}

function isMessageGroup(value: Fields): boolean {
  const texts = ['uuid', 'user_uuid', 'handle', 'display_name', 'message', 'created_at'];
  return texts.every((field) => isText(value[field])) && typeof value.unread_count === 'number';
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function parseJson(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
