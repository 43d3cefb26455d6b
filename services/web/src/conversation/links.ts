export interface Piece {
  text: string;
  href?: string;
  /** Where the link leads, if the letters of the host may look like another one. */
  host?: string;
}

/**
 * Letters, digits and ASCII signs. Other signs end an address: a full stop of another script would lead to another host
 * than a reader sees, and so would what looks like a slash.
 */
const ADDRESS = /\bhttps?:\/\/(?:[!#-;=?-~]|[\p{L}\p{M}\p{N}])+/giu;

/** Cuts a text into plain pieces and web addresses. Put together again, the pieces are the text. */
export function findLinks(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutTail(match[0]);
    const url = toWebAddress(address);
    if (!url) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) });
    pieces.push({ text: address, href: url.href, ...(url.host.includes('xn--') && { host: url.host }) });
    end = match.index + address.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

const OPENING: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/** Punctuation at the end belongs to the sentence, and so does a bracket that was opened before the address. */
function withoutTail(address: string): string {
  const counts = new Map<string, number>();
  for (const sign of address) if ('()[]{}'.includes(sign)) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  let length = address.length;
  for (; length > 0; length--) {
    const last = address[length - 1] as string;
    if (".,:;!?'*_~".includes(last)) continue;
    const opening = OPENING[last];
    const closed = counts.get(last) ?? 0;
    if (!opening || (counts.get(opening) ?? 0) >= closed) break;
    counts.set(last, closed - 1);
  }
  return address.slice(0, length);
}

/** Only web addresses with a host, and none that carries a user name to look like another host. */
function toWebAddress(address: string): URL | undefined {
  const url = URL.parse(address);
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  return url && isWeb && url.host && !url.username && !url.password ? url : undefined;
}
