import { ruleNumbers } from '../../neurons/phases/arithmetic.js';
import type { AnyTerm } from '../../neurons/phases/population.js';
import { type Heard, heardFrom } from './heard.js';
import type { Line } from './line.js';

type Pre = NonNullable<AnyTerm['pre']>;

/** What terms make of what synapses last heard on a line. */
export class Presynaptic {
  private readonly heard: Heard;
  /** Terms that are what was heard under a key, by its index; undefined of others. */
  private readonly copies = new Map<Pre, number | undefined>();

  constructor(private readonly line: Line) {
    this.heard = heardFrom(line);
  }

  /** The factor of each axon at a neuron. */
  collect({ pre }: AnyTerm, post: number, out: Float64Array): void {
    const { heard, line } = this;
    const from = post * line.spread;
    if (!pre) {
      out.fill(1);
      return;
    }
    const key = this.copied(pre);
    if (key !== undefined) {
      const said = line.said[key];
      for (let unit = 0; unit < out.length; unit++) out[unit] = said[from + unit];
      return;
    }
    for (let unit = 0; unit < out.length; unit++) {
      heard.place = from + unit;
      out[unit] = pre<number>(ruleNumbers, heard.values);
    }
  }

  private copied(pre: Pre): number | undefined {
    if (!this.copies.has(pre)) this.copies.set(pre, copiedKey(pre, this.line.keys));
    return this.copies.get(pre);
  }
}

/** Run on tokens: what comes back unchanged was copied. */
function copiedKey(pre: Pre, keys: readonly string[]): number | undefined {
  const tokens = keys.map((key) => Symbol(key));
  const heard = Object.fromEntries(keys.map((key, k) => [key, tokens[k]]));
  try {
    const k = tokens.indexOf(pre<unknown>(undefined as never, heard) as symbol);
    return k < 0 ? undefined : k;
  } catch {
    return undefined;
  }
}
