/** Takes what functions write to the log, until its end. */
export function readLog() {
  const write = process.stdout.write;
  const lines: string[] = [];
  process.stdout.write = (line: string | Uint8Array) => lines.push(String(line)) > 0;
  return {
    end: () => {
      process.stdout.write = write;
    },
    clear: () => lines.splice(0),
    /** The lines that contain `part`. */
    linesWith: (part: string) => lines.filter((line) => line.includes(part)).map((line) => JSON.parse(line)),
  };
}
