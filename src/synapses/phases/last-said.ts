import type { UnderWay } from './line.js';

/** What each neuron has last said on a line since its synapses began to weigh as they do. */
export class LastSaid {
  /** By key. */
  private readonly values: readonly Float64Array[];
  private readonly known: readonly Uint8Array[];

  /** @param pres neurons that speak */
  constructor(keys: number, pres: number) {
    const each = Array.from({ length: keys });
    this.values = each.map(() => new Float64Array(pres));
    this.known = each.map(() => new Uint8Array(pres));
  }

  /** Nothing. */
  forget(): void {
    for (const known of this.known) known.fill(0);
  }

  /** A neuron says something. @param speaker index among those of the message @returns whether it has said the same before */
  note({ keys, speakers, values }: UnderWay, speaker: number): boolean {
    const pre = speakers[speaker];
    let same = true;
    for (let k = 0; k < keys.length; k++) {
      const value = values[k][speaker];
      const last = this.values[keys[k]];
      if (this.known[keys[k]][pre] === 0 || !Object.is(last[pre], value)) same = false;
      last[pre] = value;
      this.known[keys[k]][pre] = 1;
    }
    return same;
  }
}
