/** Says what is being done. */
export type Say = (line: string) => void;

/** Lines on standard output, each with the seconds since the beginning. */
export function saying(): Say {
  const start = performance.now();
  return (line) => {
    const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(6);
    process.stdout.write(`${seconds} s  ${line}\n`);
  };
}
