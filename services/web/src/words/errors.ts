import { catalogue } from './catalogue.ts';
import { errors } from './en/errors.ts';

/** Why something was refused or did not work. */
export const errorWords = catalogue('errors', errors);
