import LinkifyIt from 'linkify-it';

export interface Piece {
  text: string;
  href?: string;
  /** The real host of the link, if its letters may look like another host (homograph). */
  host?: string;
}

/** Finds addresses with and without a scheme, and e-mail addresses; no other schemes. */
const linkify = new LinkifyIt().add('ftp:', null).add('//', null);

/**
 * Letters, digits and ASCII signs. Other signs end an address: a full stop of another script, or a sign that looks
 * like a slash, would lead to another host than a reader sees.
 */
const ADDRESS = /^(?:[!#-;=?-~]|[\p{L}\p{M}\p{N}])+/u;

/** Splits a text into plain pieces, web addresses and e-mail addresses. Joined, the pieces equal the text. */
export function findLinks(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { index, raw, schema } of linkify.match(text) ?? []) {
    const address = withoutTail(ADDRESS.exec(raw)?.[0] ?? '');
    const url = schema === 'mailto:' ? toMailAddress(address) : toWebAddress(address, schema);
    if (!url) continue;
    if (index > end) pieces.push({ text: text.slice(end, index) });
    pieces.push({ text: address, href: url.href, ...(url.host.includes('xn--') && { host: url.host }) });
    end = index + address.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

const OPENING: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/** Trailing punctuation belongs to the sentence, as does a bracket that was opened before the address. */
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

/** Accepts web addresses with a host, but without a user name, which can imitate another host. */
function toWebAddress(address: string, schema: string): URL | undefined {
  const url = URL.parse(schema ? address : `https://${address}`);
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  return url && isWeb && url.host && !url.username && !url.password ? url : undefined;
}

/** Without a subject or other receivers that a link could bring along. */
function toMailAddress(address: string): URL | undefined {
  const url = URL.parse(`mailto:${address.replace(/^mailto:/i, '')}`);
  return url && /^[^@?,;]+@[^@?,;]+$/.test(url.pathname) && !url.search ? url : undefined;
}
