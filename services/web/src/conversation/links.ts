export type Piece = { text: string; href?: string };

const ADDRESS = /\bhttps?:\/\/[^\s<>"\p{Cc}\p{Cf}]+/giu;

/** Cuts a text into plain pieces and web addresses. Put together again, the pieces are the text. */
export function findLinks(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutTail(match[0]);
    const href = safeHref(address);
    if (!href) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) });
    pieces.push({ text: address, href });
    end = match.index + address.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

/** Punctuation at the end belongs to the sentence, and so does a bracket that was opened before the address. */
function withoutTail(address: string): string {
  const bare = address.replace(/[.,:;!?'*_~]+$/u, '');
  const bracket = bare.at(-1) ?? '';
  const opening = { ')': '(', ']': '[', '}': '{' }[bracket];
  if (!opening) return bare;
  const isOpenedInside = bare.split(opening).length >= bare.split(bracket).length;
  return isOpenedInside ? bare : withoutTail(bare.slice(0, -1));
}

/** Only web addresses with a host, and none that carries a user name to look like another host. */
function safeHref(address: string): string | undefined {
  const url = URL.parse(address);
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  return url && isWeb && url.host && !url.username && !url.password ? url.href : undefined;
}
