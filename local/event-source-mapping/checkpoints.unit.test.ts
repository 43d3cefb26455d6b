import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { given, write } from './testing/given-mapping.ts';
import { eventually } from './testing/run-mapping.ts';

describe.each(['TRIM_HORIZON', 'LATEST'])(
  'a mapping that began at %s, with a truncated checkpoint file',
  (startingPosition) => {
    test('reads every record again, moves the file aside and reports it', async () => {
      const fixture = await given({ startingPosition });
      write('ab');
      await writeFile(fixture.checkpoints, '{"streamArn":"arn:aw');
      const lines: string[] = [];
      const mapping = fixture.start({ log: (line) => lines.push(line) });
      await mapping.drained();
      expect(fixture.batches.flat()).toEqual(['a', 'b']);
      expect(lines.join('\n')).toContain(
        `${fixture.checkpoints} is damaged and was moved to ${fixture.checkpoints}.damaged`,
      );
      expect(await readFile(`${fixture.checkpoints}.damaged`, 'utf8')).toBe('{"streamArn":"arn:aw');
      expect(JSON.parse(await readFile(fixture.checkpoints, 'utf8')).streamArn).toBe(fixture.streams.arn);
    });
  },
);

test('retries a checkpoint write that fails, as on a full disk', async () => {
  const fixture = await given();
  write('ab');
  // A folder blocks the path of the new file.
  await mkdir(`${fixture.checkpoints}.new`, { recursive: true });
  const lines: string[] = [];
  const mapping = fixture.start({ log: (line) => lines.push(line) });
  await eventually(() => lines.some((line) => line.startsWith('the checkpoints cannot be saved: EISDIR')));
  expect(fixture.batches.flat()).toEqual(['a', 'b']);
  await rmdir(`${fixture.checkpoints}.new`);
  await mapping.drained();
  expect(JSON.parse(await readFile(fixture.checkpoints, 'utf8')).shards).toHaveProperty('s1');
});
