/** What people do per sent message, and what the parts need for it. Change the assumptions here. */
export const perMessage = {
  /** Sends in a message group that exists; first messages are too few to count. */
  sends: 1,
  /** Conversations opened or paged (pattern A, 20 messages). */
  conversationPages: 1,
  /** Lists of message groups opened (pattern B, 20 groups). */
  listPages: 0.5,
  /** With each list the page asks which groups have unread messages. */
  unreadLists: 0.5,
  readMarkers: 0.5,
  /** Messages to somebody who had read all before: as many as read markers, if each marker reads all. */
  firstUnreads: 0.5,
  /** Stream batches that `indexMessages` gets, if each brings one message. */
  indexings: 1,
  /** Searches in messages, with 20 candidates of 5 conversations each. */
  searches: 0.02,
  /** At most one, fewer when several messages of a group come within the batch window. */
  projections: 1,
  /** Stream batches that `push` gets: one with the message, one with the changed rows. */
  pushes: 2,
  /** Messages to somebody with a device for web push and no page open. */
  notifications: 0.3,
  /** The message and the changed row, each to both people, 1.2 devices each. */
  frames: 2 * 2 * 1.2,
  frameBytes: 600,
  /** Lines of the functions' logs, of 600 bytes each; API Gateway writes 250 bytes for each request. */
  logLines: 6.5,
};

/** Capacity as the tests assert it: services/messaging/capacity.test.ts, services/stream/capacity.test.ts. */
export const units = {
  /** With a UUIDv7 as idempotency key, as the clients send: the message is its own receipt. One write counts it. */
  send: { read: 1, write: 2 },
  conversationPage: { read: 1.5, write: 0 },
  /** With the pinned ones, as the page asks. */
  listPage: { read: 1.5 + 0.5, write: 0 },
  /** Which groups are unread, one of them found. */
  unreadList: { read: 1, write: 0 },
  readMarker: { read: 2, write: 2 },
  projection: { read: 3, write: 2 * 3 },
  /** A group's entry in the index of unread groups, written by the projection and deleted by the read marker. */
  firstUnread: { read: 0, write: 2 },
  /** 20 messages, 5 rows; the use of the limit. */
  search: { read: 10 + 2.5, write: 1 },
  /** The connections of both people, strongly consistent. */
  push: { read: 2, write: 0 },
  /** The receiver's devices, and their row. */
  notification: { read: 0.5 + 1, write: 0 },
  /** Reads the connection's owner, writes the time until which it is trusted. */
  ping: { read: 1, write: 1 },
};

/**
 * A message with a text of 60 bytes, and the 100 that DynamoDB adds to an item. Messages are kept for good; over the first year
 * half of them are stored on average.
 */
export const storedBytesPerMessage = 445 + 100;
export const monthsKept = 12;

/**
 * Two rows of words with their part of both indexes, of a text of 60 bytes (docs/decisions/0078). Postgres grows in steps and is
 * billed for what is provisioned.
 */
export const searchedBytesPerMessage = 1_400;

export const perUser = {
  /** Minutes with the application open. */
  connectionMinutes: 30 * 40,
  /** An open page pings every 50 s and gets an answer. */
  pings: (30 * 40 * 60) / 50,
  /** First loads and reloads of the application, 250 KB each. */
  pageLoads: 20,
  pageLoadBytes: 250_000,
};

/** Billed milliseconds of one warm call; cold starts are spread over all calls. */
export const milliseconds = { http: 25, project: 15, push: 28 + 15, index: 15, ping: 30 };

/** `project` and `push` have the memory that comes with a whole core (services/stream/serverless.yml). */
export const memoryGb = { http: 0.5, project: 1.73, push: 1.73, index: 0.5, ping: 0.5 };

/** X-Ray traces the first call of each second per function, and this share of the others. */
export const tracedShare = 0.05;

/** Custom metrics that the functions report under load, by function and pattern. */
export const customMetrics = 50;

/**
 * Fixed resources of a stage, idle or not; an alarm counts once per metric that it watches. A stage with rules has a
 * firewall.
 */
export const standing = {
  dev: { endpointZones: 1, alarms: 31, secrets: 4, databaseGb: 20, firewallRules: 0 },
  prod: { endpointZones: 2, alarms: 32, secrets: 4, databaseGb: 20, firewallRules: 2 },
};
