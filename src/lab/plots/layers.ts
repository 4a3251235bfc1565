import * as Plot from '@observablehq/plot';
import { plain, shorten, textWidth } from './theme.js';

/** Rows of a raster that belong together: the neurons of a node. */
export interface Layer {
  readonly name: string;
  /** How many rows, from the one after the layer before. */
  readonly size: number;
}

/** Pixels that a layer has at least: its name has to fit. */
export const leastBand = 22;

/** Layers above one another, each as high as it has rows, but never too low for its name. */
export class Bands {
  /** Where each begins, in rows, and in the height of all of them. */
  private readonly rows: readonly number[];
  private readonly places: readonly number[];

  /** @param height of all of them, in pixels */
  constructor(
    private readonly layers: readonly Layer[],
    height: number,
  ) {
    const total = layers.reduce((sum, { size }) => sum + size, 0);
    const least = leastBand / Math.max(height, leastBand * layers.length);
    const rest = 1 - least * layers.length;
    const heights = layers.map(({ size }) => least + (rest * size) / Math.max(1, total));
    this.rows = starts(layers.map(({ size }) => size));
    this.places = starts(heights);
  }

  /** How far up a row is drawn, from 0 to 1. */
  place(row: number): number {
    let i = this.layers.length - 1;
    while (i > 0 && this.rows[i] > row) i--;
    const [from, to] = [this.places[i], this.places[i + 1]];
    return from + ((row - this.rows[i] + 0.5) / this.layers[i].size) * (to - from);
  }

  /** Room for the names, in pixels. */
  get margin(): number {
    return 20 + Math.max(0, ...this.names().map((name) => textWidth(name, 11)));
  }

  /** The bands behind the dots, every second one darker, and a line between them. */
  marks(): Plot.Markish[] {
    const bands = this.layers.map((_, i) => ({ i, y1: this.places[i], y2: this.places[i + 1] }));
    const shaded = bands.filter(({ i }) => i % 2 === 1);
    return [
      Plot.rectY(shaded, { y1: 'y1', y2: 'y2', fill: 'currentColor', fillOpacity: 0.07 }),
      Plot.ruleY(bands.slice(1), { y: 'y1', strokeOpacity: 0.25 }),
    ];
  }

  /** The axis: the name of each layer, at its middle. */
  axis(label: string): Plot.ScaleOptions {
    const names = this.names();
    const middles = names.map((_, i) => (this.places[i] + this.places[i + 1]) / 2);
    return {
      ...{ label: plain(label), labelArrow: 'none', domain: [0, 1], ticks: middles, tickSize: 0 },
      tickFormat: (_: number, i: number) => names[i],
    };
  }

  private names(): string[] {
    return this.layers.map(({ name }) => shorten(plain(name), 32));
  }
}

/** Where each begins, and the end of the last. */
function starts(sizes: readonly number[]): number[] {
  const all = [0];
  for (const size of sizes) all.push(all[all.length - 1] + size);
  return all;
}
