import { catalogue } from './catalogue.ts';
import { settings } from './en/settings.tsx';

/** The settings. */
export const settingWords = catalogue('settings', settings);
