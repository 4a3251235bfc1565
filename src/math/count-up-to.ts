/** How many of so many numbers that never fall are at most a limit. @param at the k-th of them */
export function countUpTo(limit: number, count: number, at: (k: number) => number): number {
  let [from, to] = [0, count];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (at(middle) > limit) to = middle;
    else from = middle + 1;
  }
  return from;
}
