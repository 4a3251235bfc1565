import type { RandomStream } from '../../src/math/random.js';
import { mutateJson } from './json.js';
import { several, span } from './pick.js';

/** Changes lines of JSON, drops, doubles and exchanges them. */
export function mutateLines(stream: RandomStream, text: string): string {
  const lines = text.split('\n');
  const any = () => stream.integer(lines.length);
  return several(stream, lines, [
    (all) => all.with(any() % all.length, mutateJson(stream, all[any() % all.length])),
    (all) => {
      const at = any() % all.length;
      return all.with(at, mutateJson(stream, all[at]));
    },
    (all) => {
      const at = any() % all.length;
      return all.with(at, mutateJson(stream, all[at]));
    },
    (all) => some(all.toSpliced(any() % all.length, 1)),
    (all) => all.toSpliced(any(), 0, all[any() % all.length]),
    (all) => {
      const [from, to] = span(stream, all.length);
      return some(all.toSpliced(from, to - from));
    },
  ]).join('\n');
}

const some = (lines: string[]) => (lines.length > 0 ? lines : ['']);
