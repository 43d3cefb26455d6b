import fc from 'fast-check';
import { findLinks } from './links.ts';

const hrefs = (text: string) => findLinks(text).flatMap(({ href }) => (href ? [href] : []));

test.each([
  ['see https://example.com.', ['https://example.com/']],
  ['(https://example.com/a_(b))', ['https://example.com/a_(b)']],
  [
    'https://a.example/?q=1&r=2#x, and http://b.example!',
    ['https://a.example/?q=1&r=2#x', 'http://b.example/'],
  ],
  ['https://例え.jp/道', ['https://xn--r8jz45g.jp/%E9%81%93']],
  ['see www.example.org/a, or example.com.', ['https://www.example.org/a', 'https://example.com/']],
  ['write to ann@example.org!', ['mailto:ann@example.org']],
  ['mailto:ann@example.org?body=x', ['mailto:ann@example.org']],
])('finds the addresses in %s', (text, found) => {
  expect(hrefs(text)).toEqual(found);
});

test.each([
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'https://',
  'https://bank.example@evil.example/',
  'no address here',
  '//example.com and ftp://example.com',
  'version 1.2.3 at 10.30, e.g. hello.world',
])('does not link %s', (text) => {
  expect(hrefs(text)).toEqual([]);
});

test.each([
  ['https://example.com。次の文', 'https://example.com/'],
  ['https://google.com。evil.example', 'https://google.com/'],
  ['https://bank.example⁄login.evil.example/', 'https://bank.example/'],
  ['「https://example.com/a」と', 'https://example.com/a'],
  ['https://example.com/a، ثم', 'https://example.com/a'],
  ['https://example.com/a。', 'https://example.com/a'],
])('punctuation of other scripts ends an address: %s', (text, href) => {
  expect(hrefs(text)).toEqual([href]);
});

test('shows the real host of a homograph', () => {
  expect(findLinks('https://аpple.com/login')).toMatchObject([{ host: 'xn--pple-43d.com' }]);
  expect(findLinks('аpple.com')).toMatchObject([{ host: 'xn--pple-43d.com' }]);
  expect(findLinks('https://apple.com/login')[0]).not.toHaveProperty('host');
});

test('takes linear time', () => {
  const timeOf = (length: number) => {
    const started = process.cpuUsage();
    findLinks(`http://a${')'.repeat(length)}`);
    return process.cpuUsage(started).user;
  };
  timeOf(1_000);
  // Quadratic time would take minutes.
  expect(timeOf(400_000)).toBeLessThan(2_000_000);
});

test('a bidi override ends an address', () => {
  expect(hrefs('https://example.com/\u202egnp.exe')).toEqual(['https://example.com/']);
});

test('the joined pieces equal the text, and every link is a web or e-mail address', () => {
  const part = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('https://a.b/', 'a@b.org', 'www.a.org', ' (', ')', '\u202e', '<b>'),
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const text = parts.join('');
      expect(
        findLinks(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
      for (const href of hrefs(text)) expect(href).toMatch(/^(https?:\/\/|mailto:[^?]+$)/);
    }),
  );
});
