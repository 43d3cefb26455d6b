/** @returns the document with a section in place of the one with its heading, or at its end. */
export function withSection(document: string, section: string): string {
  const heading = section.slice(0, section.indexOf('\n'));
  const begin = document.indexOf(`${heading}\n`);
  if (begin < 0) return `${document.trimEnd()}\n\n${section}\n`;
  const end = document.indexOf('\n## ', begin + 1);
  return `${document.slice(0, begin)}${section}\n${end < 0 ? '' : document.slice(end)}`;
}
