import { printable, printableJson } from './printable.ts';
import { Progress } from './progress.ts';
import { type Cell, textTable } from './text-table.ts';

/** A column of a table: its heading, and what it shows of an item. */
export type Columns<Item> = Record<string, (item: Item) => Cell>;

type Stream = 'stdout' | 'stderr';

/**
 * Where every command prints, and nothing else does: what users wrote reaches a terminal through here only, escaped.
 */
export class Output {
  private readonly asJson: boolean;

  /** @param asJson data are printed as JSON, and what is said about them goes to the standard error. */
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

  /** One thing, or one of many: a line of text, or a line of JSON. */
  item(item: object, text: string): void {
    write('stdout', this.asJson ? printableJson(item) : printable(text));
  }

  /** One of many things that have no other form: a line of JSON. */
  json(item: object): void {
    write('stdout', printableJson(item));
  }

  /** What the command did, in a sentence. */
  say(sentence: string): void {
    write(this.asJson ? 'stderr' : 'stdout', printable(sentence));
  }

  /** Beside the data: for the person at the terminal, never in a pipe. */
  note(sentence: string): void {
    write('stderr', printable(sentence));
  }

  /** Nobody reads on, as behind `| head`: what would be printed from now on is lost. */
  get isUnread(): boolean {
    return process.stdout.errored !== null;
  }

  /**
   * Shows how far a long work is: a line that changes on a terminal, else a line now and then.
   *
   * @param total how many there are, as far as that is known.
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
  /** Leaves the last state standing. */
  end(): void;
}

/** Why a command failed. Lines after the first are set in, so that none of them passes for a line of our own. */
export function printError(message: string): void {
  const [first = '', ...more] = message.split('\n').map((line) => printable(line.replaceAll('\t', '  ')));
  for (const line of [first, ...more.map((text) => `  ${text}`)]) write('stderr', line);
}

/** Several lines that are our own but for what the person has typed. */
export function printHelp(stream: Stream, text: string): void {
  process[stream].write(text.split('\n').map(printable).join('\n'));
}

/** Asks on the terminal; what follows stands on the same line. */
export function printQuestion(question: string): void {
  process.stderr.write(question);
}

const printableCell = (cell: Cell) => (typeof cell === 'number' ? cell : printable(cell));

const CLEAR_LINE = '\r\u001b[K';

/** What a progress has left on the line of a terminal makes room. */
function write(stream: Stream, line: string): void {
  process[stream].write(`${process[stream].isTTY ? CLEAR_LINE : ''}${line}\n`);
}
