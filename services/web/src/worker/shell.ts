/** The files of this version, as paths, and a name that changes with any of them. Set by the build. */
declare const SHELL: { version: string; files: readonly string[] };

const PREFIX = 'cruddur-shell-';
const CACHE = PREFIX + SHELL.version;
/** The one page of the application. */
const PAGE = '/';
/** On a network that does not answer, the page opens from the cache after this long. */
const LIMIT_MS = 3_000;

/**
 * Stores all files of this version.
 *
 * @throws Error if one is missing, or the page is of another version: the browser tries again at its next visit.
 */
export async function keepShell(): Promise<void> {
  try {
    const cache = await caches.open(CACHE);
    await cache.addAll(SHELL.files.map(toRequest));
    const page = await cache.match(PAGE).then((kept) => kept?.text());
    const named = [...(page ?? '').matchAll(/"(\/assets\/[^"]+)"/g)].map(([, file = '']) => file);
    if (named.length === 0 || !named.every((file) => SHELL.files.includes(file)))
      throw new Error('The page is of another version.');
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** Deletes all shells but this one and the one before: a page that is open may still load chunks of that. */
export async function dropOldShells(): Promise<void> {
  // In the order in which they were created.
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.slice(0, -1).map((name) => caches.delete(name)));
}

/**
 * The answer to a request for a file of the application; undefined for everything else, such as the API and
 * `config.json`, which never come from a cache.
 */
export function answerFromShell(request: Request): Promise<Response> | undefined {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return undefined;
  if (request.mode === 'navigate') return isRoute(pathname) ? networkFirst(request, PAGE) : undefined;
  if (isHashed(pathname)) return cacheFirst(request);
  return SHELL.files.includes(pathname) ? networkFirst(request, pathname) : undefined;
}

/** A path of the application, as opposed to a file or the API. */
const isRoute = (path: string) => !/\.[a-z0-9]+$|^\/(api|cognito|ws)(\/|$)/.test(path);

/** The content of such a file never changes. */
const isHashed = (path: string) => path.startsWith('/assets/');

const toRequest = (file: string) => (isHashed(file) ? file : new Request(file, { cache: 'no-cache' }));

async function cacheFirst(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

/** What was deployed last; the kept file if the network or the servers do not answer. */
async function networkFirst(request: Request, file: string): Promise<Response> {
  const asked = fetch(request);
  const kept = await caches.open(CACHE).then((cache) => cache.match(file));
  if (!kept) return asked;
  const limit = new Promise<Response>((resolve) => setTimeout(resolve, LIMIT_MS, kept));
  const answered = asked.then((response) => (response.status < 500 ? response : kept));
  return Promise.race([answered, limit]).catch(() => kept);
}
