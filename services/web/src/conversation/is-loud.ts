import { regExp } from '../../../../shared/contract/characters.ts';

/** The longest emoji, a flag of a region, has 14 code units. */
const MAX_CODE_UNITS = 48;
const MAX_EMOJI = 3;
const ONLY_EMOJI = String.raw`^(?:\p{RGI_Emoji}|\p{Extended_Pictographic}\ufe0f?|\s)+$`;

/** Whether a text is one to three emoji only: it is shown large. */
export function isLoud(text: string): boolean {
  // The list of emoji takes 13 ms to read: most texts are judged without it.
  if (text.length > MAX_CODE_UNITS || /[a-z]/i.test(text)) return false;
  if (!regExp(ONLY_EMOJI, 'v').test(text)) return false;
  return [...new Intl.Segmenter().segment(text.replace(/\s/g, ''))].length <= MAX_EMOJI;
}
