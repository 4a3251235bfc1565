/** Tasks that are submitted together: array indices are numbers of tasks less `base`. */
export interface TaskArray {
  readonly base: number;
  /** As sbatch has them: `0-3,7`. */
  readonly indices: string;
  readonly count: number;
}

/** Tasks in arrays, none of which has an index of `size` or more. @param tasks in order, each once */
export function arraysOf(tasks: readonly number[], size: number): TaskArray[] {
  const arrays: TaskArray[] = [];
  for (let from = 0; from < tasks.length; ) {
    const base = tasks[from] < size ? 0 : tasks[from];
    let to = from;
    while (to < tasks.length && tasks[to] - base < size) to++;
    const some = tasks.slice(from, to).map((task) => task - base);
    arrays.push({ base, indices: rangesOf(some), count: some.length });
    from = to;
  }
  return arrays;
}

function rangesOf(numbers: readonly number[]): string {
  const ranges: [from: number, to: number][] = [];
  for (const n of numbers) {
    const last = ranges.at(-1);
    if (last && last[1] === n - 1) last[1] = n;
    else ranges.push([n, n]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',');
}
