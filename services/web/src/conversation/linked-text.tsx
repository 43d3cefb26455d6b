import { findLinks } from './links.ts';

/** A text as it was written, with web addresses as links. */
export function LinkedText({ text }: { text: string }) {
  return findLinks(text).map(({ text: piece, href, host }, index) =>
    href ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text are never reordered.
      <a key={index} href={href} target="_blank" rel="noopener noreferrer nofollow">
        {piece}
        {host && <span className="link-host"> ({host})</span>}
      </a>
    ) : (
      piece
    ),
  );
}
