import { catalogue } from './catalogue.ts';
import { shell } from './en/shell.ts';

/** What stands around every page, what many pages say, and the pages without a sign-in. */
export const shellWords = catalogue('shell', shell);
