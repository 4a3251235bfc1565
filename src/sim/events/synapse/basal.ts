import type { Afferents, Inbox } from '../inbox.js';
import type { Connection } from '../synapse-set.js';

/** Letter boxes one by one. */
export interface BasalState {
  readonly values: Float64Array;
  readonly heard: Uint32Array;
}

/** Letter boxes at the basal side of a block's neurons, one for each synapse: [posts, pres]. */
export class BasalPlaces {
  readonly values: Float64Array;
  /** How many each neuron has had since `clear`. */
  private readonly heard: Uint32Array;
  private readonly inboxes: readonly Inbox<Afferents>[];
  private readonly pres: number;

  /** @param onClear called for every neuron whose boxes are emptied */
  constructor(
    { neurons, sources }: Connection,
    private readonly onClear: (post: number) => void,
  ) {
    this.pres = sources.length;
    this.values = new Float64Array(neurons.length * sources.length);
    this.heard = new Uint32Array(neurons.length);
    this.inboxes = neurons.map(({ basal }) => basal);
    for (const [post, inbox] of this.inboxes.entries()) inbox.connect(new BasalRow(this, post));
  }

  deliver(post: number, pre: number, value: number): void {
    this.values[post * this.pres + pre] = value;
    this.heard[post]++;
    if (this.complete(post)) this.inboxes[post].arrived();
  }

  /** Another value through a synapse that has been heard. */
  renew(post: number, pre: number, value: number): void {
    this.values[post * this.pres + pre] = value;
    this.inboxes[post].arrived();
  }

  complete(post: number): boolean {
    return this.heard[post] >= this.pres;
  }

  sum(post: number): number {
    let sum = 0;
    for (let i = post * this.pres; i < (post + 1) * this.pres; i++) sum += this.values[i];
    return sum;
  }

  state(): BasalState {
    return { values: this.values.slice(), heard: this.heard.slice() };
  }

  restore({ values, heard }: BasalState): void {
    this.values.set(values);
    this.heard.set(heard);
  }

  clear(post: number): void {
    this.onClear(post);
    this.values.fill(0, post * this.pres, (post + 1) * this.pres);
    this.heard[post] = 0;
  }
}

/** The letter boxes of one neuron. */
class BasalRow implements Afferents {
  constructor(
    private readonly places: BasalPlaces,
    private readonly post: number,
  ) {}

  get complete(): boolean {
    return this.places.complete(this.post);
  }

  sum(): number {
    return this.places.sum(this.post);
  }

  clear(): void {
    this.places.clear(this.post);
  }
}
