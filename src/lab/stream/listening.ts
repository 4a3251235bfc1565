import { layOut } from '../../network/layout.js';
import type { LiveSimulator } from '../../sim/events/live/simulator.js';
import { addressesOf } from '../../sim/events/watch/named.js';
import { RasterDots } from '../recorders/dots.js';

/** Images whose messages are drawn: those at the end, for more would be one grey. */
const drawn = 3;

/** Listens to the last few images of a stream, for a picture of who spoke when. Listening changes no number. */
export class Listening {
  private dots: RasterDots | undefined;
  private first = 0;
  private subscription: { unsubscribe(): void } | undefined;

  constructor(
    private readonly simulator: LiveSimulator,
    private readonly images: number,
  ) {}

  /** Before an image comes: so many have been. */
  before(images: number): void {
    if (this.dots || images < this.images - drawn) return;
    const layout = layOut(this.simulator.network);
    const names = [...layout.inputs, ...layout.nodes].map(({ name }) => name);
    const dots = new RasterDots(addressesOf(layout, names));
    this.first = images + 1;
    this.dots = dots;
    this.subscription = this.simulator.listen(...names).subscribe((message) => dots.hear(message));
  }

  stop(): void {
    this.subscription?.unsubscribe();
  }

  /** Undefined where there was nothing to hear. @param images shown in all */
  svg(images: number): string | undefined {
    if (!this.dots || this.dots.count === 0) return undefined;
    const which = this.first < images ? `images ${this.first} to ${images}` : `image ${images}`;
    return this.dots.svg(`Messages, ${which}: who spoke when`);
  }
}
