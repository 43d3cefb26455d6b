import { printable, printableJson } from './printable.ts';
import { Progress } from './progress.ts';
import { type Cell, textTable } from './text-table.ts';

/** The columns of a table: each heading with the function that gives an item's cell. */
export type Columns<Item> = Record<string, (item: Item) => Cell>;

type Stream = 'stdout' | 'stderr';

/**
 * The only place that prints. Text from users reaches the terminal through here, escaped.
 */
export class Output {
  private readonly asJson: boolean;

  /** @param asJson prints data as JSON, and sentences to stderr. */
  constructor(asJson = false) {
    this.asJson = asJson;
  }

  /** A list as a table, or as one JSON array. */
  list<Item>(items: readonly Item[], columns: Columns<Item>): void {
    if (this.asJson) {
      write('stdout', printableJson(items));
      return;
    }
    const cells = items.map((item) => Object.values(columns).map((cell) => printableCell(cell(item))));
    for (const line of textTable(Object.keys(columns), cells)) write('stdout', line);
  }

  /** An item, as a line of text or of JSON. */
  item(item: object, text: string): void {
    write('stdout', this.asJson ? printableJson(item) : printable(text));
  }

  /** An item without a text form: a line of JSON. */
  json(item: object): void {
    write('stdout', printableJson(item));
  }

  /** What the command did, in a sentence. */
  say(sentence: string): void {
    write(this.asJson ? 'stderr' : 'stdout', printable(sentence));
  }

  /** A sentence on stderr: for the person at the terminal, never in a pipe. */
  note(sentence: string): void {
    write('stderr', printable(sentence));
  }

  /** Whether stdout is closed, as behind `| head`; further output is lost. */
  get isUnread(): boolean {
    return process.stdout.errored !== null;
  }

  /**
   * Shows the progress of long work: one changing line on a terminal, else a line now and then.
   *
   * @param total the number of items, if known.
   */
  progress(what: string, total?: number): Shown {
    const progress = new Progress(what, total, performance.now());
    const every = process.stderr.isTTY ? 100 : 5_000;
    let shownAt = performance.now();
    return {
      add: (count) => {
        progress.add(count);
        if (performance.now() - shownAt < every) return;
        shownAt = performance.now();
        if (process.stderr.isTTY) process.stderr.write(`${CLEAR_LINE}${progress.line(shownAt)}`);
        else write('stderr', progress.line(shownAt));
      },
      end: () => write('stderr', progress.line(performance.now())),
    };
  }
}

/** A progress that is shown. */
export interface Shown {
  add(count: number): void;
  /** Ends the progress and keeps its last line. */
  end(): void;
}

/** Prints why a command failed. Indents later lines, so that none looks like our own output. */
export function printError(message: string): void {
  const [first = '', ...more] = message.split('\n').map((line) => printable(line.replaceAll('\t', '  ')));
  for (const line of [first, ...more.map((text) => `  ${text}`)]) write('stderr', line);
}

/** Prints several lines of our own, which may quote what the person typed. */
export function printHelp(stream: Stream, text: string): void {
  process[stream].write(text.split('\n').map(printable).join('\n'));
}

/** Asks on the terminal; the answer follows on the same line. */
export function printQuestion(question: string): void {
  process.stderr.write(question);
}

const printableCell = (cell: Cell) => (typeof cell === 'number' ? cell : printable(cell));

const CLEAR_LINE = '\r\u001b[K';

/** Writes a line, clearing a progress line first. */
function write(stream: Stream, line: string): void {
  process[stream].write(`${process[stream].isTTY ? CLEAR_LINE : ''}${line}\n`);
}
