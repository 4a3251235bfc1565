import type { Outlet } from '../../neurons/phases/voice.js';
import type { Single, UnderWay, Way } from './line.js';
import { OwnTimes } from './own-times.js';

/** One to synapses from all to all: that from unit `pre` to unit `post` has place pre + post * spread. */
export abstract class Apart extends OwnTimes<Outlet & Single> {
  readonly spread: number;
  readonly apart = true;

  /** @param posts neurons at which synapses end */
  constructor(
    way: Way,
    readonly posts: number,
  ) {
    const spread = way.near.said[0]?.length ?? 0;
    super(way, spread * posts);
    this.spread = spread;
  }

  protected show(end: Outlet & Single, keys: readonly number[]): void {
    end.arriveAtAll(
      keys,
      Int32Array.from(this.columns[0], (_, place) => place),
      undefined,
    );
  }

  /** A message has come through to a synapse of one of its speakers. @param awaited the first that is foretold was waited for */
  protected take(message: UnderWay, speaker: number, post: number, awaited = false): void {
    const { keys, speakers, foretold } = message;
    const { spread, ends } = this;
    const pre = speakers[speaker];
    const place = pre + post * spread;
    if (foretold === undefined) {
      this.put(message, speaker, place);
      for (let k = 0; k < ends.length; k++) ends[k].arrive(keys, pre, post);
      return;
    }
    const first = this.learn(message, speaker, place);
    if (first === undefined) return;
    for (let k = 0; k < ends.length; k++) ends[k].foretellAt(keys, pre, post, awaited && first);
  }

  /** What everybody, or some of them, have said has come through to many synapses, in the order of places. */
  protected takeAll({ keys, values }: UnderWay, places: Int32Array, speaks: Uint8Array | undefined): void {
    for (let k = 0; k < keys.length; k++) put(this.columns[keys[k]], values[k], places, speaks);
    for (const end of this.ends) end.arriveAtAll(keys, places, speaks);
  }
}

/** Each place is that of a neuron of its row. */
function put(
  said: Float64Array,
  values: Float64Array,
  places: Int32Array,
  speaks: Uint8Array | undefined,
): void {
  const pres = values.length;
  let row = 0;
  for (let i = 0; i < places.length; i++) {
    const place = places[i];
    while (place >= row + pres) row += pres;
    if (speaks === undefined || speaks[place - row] === 1) said[place] = values[place - row];
  }
}
