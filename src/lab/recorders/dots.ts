import type { Message } from '../../messages/message.js';
import { type Layer, raster } from '../plots/index.js';
import { Thinned } from './thinned.js';

/** Messages kept for a raster at most: twice as many as it draws, so that it never draws fewer than it could. */
const maxDots = 40_000;

/** Who spoke when, for a raster: no more of it than a plot can show, evenly chosen. */
export class RasterDots {
  private readonly kept = new Thinned(maxDots, 3);
  private readonly rows: ReadonlyMap<string, number>;
  private readonly kinds: string[] = [];
  private readonly layers: readonly Layer[];

  /** @param actors from the first row on */
  constructor(actors: readonly string[]) {
    this.rows = new Map(actors.map((address, i) => [address, i]));
    this.layers = layersOf(actors);
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
    const { layers } = this;
    return raster({ title, dots, total: this.count, layers, y: 'neuron, by node' });
  }
}

/** Neighbours of one node, or synapses of one parameter, are a layer. */
function layersOf(actors: readonly string[]): Layer[] {
  const layers: { node: string; of: string[] }[] = [];
  for (const actor of actors) {
    const at = actor.lastIndexOf('[');
    const [node, index] = [actor.slice(0, at), actor.slice(at + 1, -1)];
    const last = layers.at(-1);
    if (last?.node === node) last.of.push(index);
    else layers.push({ node, of: [index] });
  }
  return layers.map(({ node, of }) => ({ name: `${node}[${rangeOf(of)}]`, size: of.length }));
}

const rangeOf = (indices: readonly string[]): string =>
  indices.length > 1 ? `${indices[0]}..${indices[indices.length - 1]}` : indices[0];
