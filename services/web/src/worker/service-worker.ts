/**
 * The global scope of a service worker, as far as it is used here. TypeScript's own types for it exclude those of a
 * page, and both are in one program.
 */
interface ServiceWorkerScope {
  readonly clients: Clients;
  readonly location: Location;
  readonly registration: ServiceWorkerRegistration;
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(type: 'push', listener: (event: PushEvent) => void): void;
  addEventListener(type: 'sync', listener: (event: SyncEvent) => void): void;
  addEventListener(
    type: 'notificationclick' | 'notificationclose',
    listener: (event: NotificationEvent) => void,
  ): void;
}

/** An event during which the browser keeps the worker running. */
export interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

export interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

export interface PushEvent extends ExtendableEvent {
  /** Null for a message without content. */
  readonly data: { text(): string; json(): unknown } | null;
}

/** There is a network. If the work fails, the browser sends another such event later. */
export interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

export interface NotificationEvent extends ExtendableEvent {
  readonly notification: Notification;
  /** The button that was pressed; empty for the notification itself. */
  readonly action: string;
}

/** An open page. */
export interface WindowClient {
  readonly url: string;
  readonly focused: boolean;
  readonly visibilityState: DocumentVisibilityState;
  focus(): Promise<WindowClient>;
  navigate(url: string): Promise<WindowClient | null>;
  postMessage(message: unknown): void;
}

interface Clients {
  claim(): Promise<void>;
  matchAll(options: { type: 'window'; includeUncontrolled?: boolean }): Promise<readonly WindowClient[]>;
  openWindow(url: string): Promise<WindowClient | null>;
}

export const worker = globalThis as unknown as ServiceWorkerScope;
