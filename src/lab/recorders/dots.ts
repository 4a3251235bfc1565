import type { Message } from '../../messages/message.js';
import { raster } from '../plots/index.js';
import { Thinned } from './thinned.js';

/** Messages kept for a raster at most: twice as many as it draws, so that it never draws fewer than it could. */
const maxDots = 40_000;

/** Who spoke when, for a raster: no more of it than a plot can show, evenly chosen. */
export class RasterDots {
  private readonly kept = new Thinned(maxDots, 3);
  private readonly rows: ReadonlyMap<string, number>;
  private readonly kinds: string[] = [];

  /** @param actors from the first row on */
  constructor(actors: readonly string[]) {
    this.rows = new Map(actors.map((address, i) => [address, i]));
  }

  /** Messages heard. */
  get count(): number {
    return this.kept.seen;
  }

  hear({ time, source, kind }: Pick<Message, 'time' | 'source' | 'kind'>): void {
    let k = this.kinds.indexOf(kind);
    if (k < 0) k = this.kinds.push(kind) - 1;
    this.kept.add(time, [this.rows.get(source)!, k]);
  }

  /** Time against actor as standalone SVG, a dot for each message. */
  svg(title: string): string {
    const [neurons, kinds] = [this.kept.column(1), this.kept.column(2)];
    const dots = Array.from(this.kept.column(0), (time, i) => ({
      time,
      neuron: neurons[i],
      kind: this.kinds[kinds[i]],
    }));
    return raster({ title, dots, total: this.count, y: 'actor, in the order recorded' });
  }
}
