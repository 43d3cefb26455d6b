/** The longest emoji, a flag of a region, has 14 code units. */
const MAX_CODE_UNITS = 48;
const MAX_EMOJI = 3;
const ONLY_EMOJI = /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic}\ufe0f?|\s)+$/v;

/** Whether a text is one to three emoji only: it is shown large. */
export function isLoud(text: string): boolean {
  if (text.length > MAX_CODE_UNITS || !ONLY_EMOJI.test(text)) return false;
  return [...new Intl.Segmenter().segment(text.replace(/\s/g, ''))].length <= MAX_EMOJI;
}
