import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const inPublic = (path: string) => readFile(join(import.meta.dirname, 'public', path));
const manifest = JSON.parse(String(await inPublic('manifest.webmanifest')));
const page = await readFile(join(import.meta.dirname, 'index.html'), 'utf8');

test('every icon of the manifest has the size that it says', async () => {
  const images: { src: string; sizes: string; type: string }[] = manifest.icons;
  for (const { src, sizes } of images.filter(({ type }) => type === 'image/png'))
    expect(sizeOf(await inPublic(src))).toBe(sizes);
  expect(images.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']));
});

test('the browser draws its frame in the colour of the page, in both themes', async () => {
  const folder = join(import.meta.dirname, 'src/design');
  const sheets = (await readdir(folder)).filter((name) => name.endsWith('.css'));
  const styles = (await Promise.all(sheets.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');
  const colours = styles.match(/--bg: light-dark\(([^,]+), ([^)]+)\);/)?.slice(1);
  const metas = page.matchAll(/<meta name="theme-color" content="([^"]+)"/g);
  expect([...metas].map(([, colour]) => colour)).toEqual(colours);
  expect([manifest.theme_color, manifest.background_color]).toEqual([colours?.[0], colours?.[0]]);
});

/** As the header of a PNG file says. */
const sizeOf = (png: Buffer) => `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
