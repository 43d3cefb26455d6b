import * as v from 'valibot';
import type { Operation } from './operation.ts';
import { Instant, type Made, Nothing, sent, Uuid } from './schema.ts';

/** Those of push services have 100 to 500 characters. */
export const ENDPOINT_MAX_CHARACTERS = 1_024;

/** Base64url without padding, as `PushSubscription.toJSON` of a browser writes it. */
const Key = (characters: RegExp) => v.pipe(v.string('keys_invalid'), v.regex(characters, 'keys_invalid'));

/** What a browser gives who may send to it (https://www.w3.org/TR/push-api/). */
export const DeviceSubscription = () =>
  sent(
    {
      /** An address of one of the push services that the stage knows. */
      endpoint: v.pipe(
        v.string('endpoint_invalid'),
        v.regex(/^https?:\/\/[\x21-\x7e]+$/, 'endpoint_invalid'),
        v.maxLength(ENDPOINT_MAX_CHARACTERS, 'endpoint_invalid'),
      ),
      keys: v.object(
        {
          /** A point of the curve P-256, uncompressed: 65 bytes that begin with 4. */
          p256dh: Key(/^B[\w-]{86}$/),
          /** 16 bytes. */
          auth: Key(/^[\w-]{22}$/),
        },
        'keys_invalid',
      ),
      /** Whether notifications on this device show the text. */
      show_text: v.boolean('show_text_invalid'),
    },
    'body_invalid',
  );
export type DeviceSubscription = Made<typeof DeviceSubscription>;

/** A subscription as an export shows it, without the keys. */
export const StoredDevice = () =>
  v.object({
    device_uuid: Uuid(),
    endpoint: v.string(),
    show_text: v.boolean(),
    subscribed_at: Instant(),
  });

/** What the service worker gets, encrypted for its browser alone. */
export const PushedMessage = () =>
  v.object({
    message_group_uuid: Uuid(),
    message_uuid: Uuid(),
    created_at: Instant(),
    /** Whom it is for: a browser may have changed hands. */
    receiver_uuid: Uuid(),
    /** The sender's name. */
    display_name: v.string(),
    /** The beginning of the text; absent unless the device shows texts. */
    text: v.optional(v.string()),
  });
export type PushedMessage = Made<typeof PushedMessage>;

export const getPushKey = {
  name: 'getPushKey',
  summary: "The stage's public key (VAPID, RFC 8292), with which a browser subscribes to web push",
  response: () => v.object({ key: v.string() }),
  errors: [],
} as const satisfies Operation;

export const subscribePush = {
  name: 'subscribePush',
  summary:
    'Sends web push to a device when no page of the caller is open: at most 10 devices, each for 30 days since it last called',
  params: () => sent({ device_uuid: Uuid() }, 'malformed_uuid'),
  body: DeviceSubscription,
  response: Nothing,
  errors: [
    'malformed_uuid',
    'body_invalid',
    'endpoint_invalid',
    'keys_invalid',
    'show_text_invalid',
    'user_not_registered',
  ],
} as const satisfies Operation;

export const unsubscribePush = {
  name: 'unsubscribePush',
  summary: 'Ends web push to one device of the caller, or to all of them without `device_uuid`',
  query: () => v.object({ device_uuid: v.optional(Uuid()) }),
  response: Nothing,
  errors: ['malformed_uuid', 'user_not_registered'],
} as const satisfies Operation;
