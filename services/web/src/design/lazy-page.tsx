import { type ComponentType, use } from 'react';
import { keptInMemory } from '../store/browser-storage.ts';

/** The file of a page could not be loaded: no connection, or a new version has taken its place. */
export class PageNotLoaded extends Error {
  override name = 'PageNotLoaded';
}

type Load = () => Promise<{ default: ComponentType }>;

const RETRY_AFTER_MS = 500;
const failed = new Set<() => void>();

/** Has pages that could not be loaded ask again when they are next drawn. */
export function forgetFailedPages(): void {
  for (const forget of failed) forget();
  failed.clear();
}

/**
 * A page in a file of its own, loaded when it is first drawn or by `load`. What fails is tried once more; then the page
 * throws PageNotLoaded, until `forgetFailedPages`. (`React.lazy` would keep a failure for ever.)
 */
export function lazyPage(importPage: Load): ComponentType & { load(): Promise<void> } {
  let loading: Promise<void> | undefined;
  let Loaded: ComponentType | undefined;
  const load = () => {
    loading ??= importTwice(importPage).then(
      (found) => {
        Loaded = found.default;
      },
      async (cause) => {
        failed.add(() => {
          loading = undefined;
        });
        if (await isReplaced()) location.reload();
        throw new PageNotLoaded('A page could not be loaded', { cause });
      },
    );
    return loading;
  };
  // biome-ignore lint/correctness/noComponentHookFactories: a page is made once, when its module loads.
  function Page() {
    if (!Loaded) use(load());
    return Loaded && <Loaded />;
  }
  return Object.assign(Page, { load });
}

async function importTwice(importPage: Load): Promise<{ default: ComponentType }> {
  try {
    return await importPage();
  } catch {
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
    return importPage();
  }
}

/** Whether a new version has been deployed since this page was loaded: then the old files may be gone. */
async function isReplaced(): Promise<boolean> {
  const entry = document.querySelector<HTMLScriptElement>('script[type="module"]')?.getAttribute('src');
  // A reload would lose what no storage has taken.
  if (!entry || keptInMemory.read() > 0) return false;
  const page = await fetch('/', { cache: 'no-store' }).catch(() => undefined);
  return page?.ok === true && !(await page.text()).includes(entry);
}
