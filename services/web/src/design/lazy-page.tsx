import { type ComponentType, use } from 'react';
import { keptInMemory } from '../store/browser-storage.ts';

/** A page's chunk failed to load: offline, or replaced by a new deployment. */
export class PageNotLoaded extends Error {
  override name = 'PageNotLoaded';
}

type Load = () => Promise<{ default: ComponentType }>;

const RETRY_AFTER_MS = 500;
const failed = new Set<() => void>();

/** Makes pages that failed to load retry on their next render. */
export function forgetFailedPages(): void {
  for (const forget of failed) forget();
  failed.clear();
}

/**
 * A page in a chunk of its own, loaded on first render or by `load`. A failed load is retried once; then the page
 * throws PageNotLoaded until `forgetFailedPages`. (`React.lazy` would keep a failure for ever.)
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

/** Whether a new version was deployed since this page was loaded: the old chunks may be gone. */
async function isReplaced(): Promise<boolean> {
  const entry = document.querySelector<HTMLScriptElement>('script[type="module"]')?.getAttribute('src');
  // A reload would lose the texts that are in memory only.
  if (!entry || keptInMemory.read() > 0) return false;
  const page = await fetch('/', { cache: 'no-store' }).catch(() => undefined);
  return page?.ok === true && !(await page.text()).includes(entry);
}
