/** The progress of long work, for stderr. */
export class Progress {
  private readonly what: string;
  private readonly total: number | undefined;
  private readonly started: number;
  private done = 0;

  /**
   * @param what names the counted items, such as "items checked".
   * @param total the number of items, if known.
   * @param now milliseconds of a monotonic clock.
   */
  constructor(what: string, total: number | undefined, now: number) {
    this.what = what;
    this.total = total;
    this.started = now;
  }

  add(count: number): void {
    this.done += count;
  }

  /** A line such as "1,200 of about 5,000 items checked, 300/s, 13 s left". */
  line(now: number): string {
    const rate = (this.done / Math.max(1, now - this.started)) * 1000;
    const total = this.total ? ` of about ${number(this.total)}` : '';
    const left =
      this.total && rate > 0 && this.total > this.done ? (this.total - this.done) / rate : undefined;
    const parts = [`${number(this.done)}${total} ${this.what}`, `${number(Math.round(rate))}/s`];
    return [...parts, ...(left === undefined ? [] : [`${duration(left)} left`])].join(', ');
  }
}

const number = (value: number) => value.toLocaleString('en');

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
