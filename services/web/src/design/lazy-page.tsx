import { type ComponentType, use } from 'react';
import { keptInMemory, tabStorage } from '../store/browser-storage.ts';
import { loadMoreWords } from '../words/language.ts';

/** A page's chunk failed to load: offline, or replaced by a new deployment. */
export class PageNotLoaded extends Error {
  override name = 'PageNotLoaded';
}

type Load<Props> = () => Promise<{ default: ComponentType<Props> }>;

const RETRY_AFTER_MS = 500;
/** Holds the entry of the version that was left by a reload. */
const RELOADED_KEY = 'cruddur.reloaded';
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
export function lazyPage<Props extends object>(
  importPage: Load<Props>,
): ComponentType<Props> & { load(): Promise<void> } {
  let loading: Promise<void> | undefined;
  let Loaded: ComponentType<Props> | undefined;
  const load = () => {
    loading ??= importTwice(importPage).then(
      (found) => {
        Loaded = found.default;
      },
      async (cause) => {
        failed.add(() => {
          loading = undefined;
        });
        await reloadIfReplaced();
        throw new PageNotLoaded('A page could not be loaded', { cause });
      },
    );
    return loading;
  };
  // biome-ignore lint/correctness/noComponentHookFactories: a page is made once, when its module loads.
  function Page(props: Props) {
    use(load());
    return Loaded && <Loaded {...props} />;
  }
  return Object.assign(Page, { load });
}

async function importTwice<Props>(importPage: Load<Props>): ReturnType<Load<Props>> {
  try {
    return await importWithWords(importPage);
  } catch {
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
    return importWithWords(importPage);
  }
}

async function importWithWords<Props>(importPage: Load<Props>): ReturnType<Load<Props>> {
  const page = await importPage();
  await loadMoreWords();
  return page;
}

/**
 * Loads the new version if one was deployed since this page was loaded: the old chunks may be gone. Once for each
 * version, because anything may answer in place of our servers.
 */
async function reloadIfReplaced(): Promise<void> {
  const entry = document.querySelector<HTMLScriptElement>('script[type="module"]')?.getAttribute('src');
  // A reload would lose the texts that are in memory only.
  if (!entry || keptInMemory.read() > 0 || tabStorage.read(RELOADED_KEY) === entry) return;
  const page = await fetch('/', { cache: 'no-store' }).catch(() => undefined);
  if (!page?.ok || (await page.text()).includes(entry)) return;
  tabStorage.write(RELOADED_KEY, entry);
  location.reload();
}
