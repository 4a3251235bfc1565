/** One after the other; with a generator that delegates to others each item would come through all of them. */
export function chained<T>(parts: readonly Iterable<T>[]): IterableIterator<T, void> {
  let next = 0;
  let part: Iterator<T> | undefined;
  const all: IterableIterator<T, void> = {
    next() {
      for (;;) {
        if (!part) {
          if (next === parts.length) return { done: true, value: undefined };
          part = parts[next++][Symbol.iterator]();
        }
        const found = part.next();
        if (!found.done) return found;
        part = undefined;
      }
    },
    [Symbol.iterator]: () => all,
  };
  return all;
}
