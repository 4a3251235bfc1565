import type { Numbers } from './binding.js';
import type { Entry } from './entry.js';

/** As many values as say where: axes, shapes, paddings, columns. */
const few = 64;
/** So many of such lists are kept, each once. */
const most = 1024;

/** Small lists of whole numbers, which come again and again: the same numbers are the same tensor. */
export class Lists {
  private readonly known = new Map<string, Entry>();

  /** @returns undefined of a list that is not small */
  of(shape: readonly number[], values: Numbers, upload: () => Entry): Entry | undefined {
    if (values.length > few) return undefined;
    const key = `${shape}:${values}`;
    const known = this.known.get(key);
    if (known) return known;
    const lasting = this.known.size < most;
    const entry = { ...upload(), values: Int32Array.from(values), lasting };
    if (lasting) this.known.set(key, entry);
    return entry;
  }
}
