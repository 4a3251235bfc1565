import type { Outlet } from '../../../../neurons/phases/voice.js';
import type { Single } from '../../../../synapses/phases/line.js';
import type { ListEnd } from '../../../../synapses/phases/list-line.js';
import type { Projection } from '../../../../synapses/phases/projection.js';

/** What is awaited over a projection is noted where it arrives, by somebody who hears what its synapses hear. */
abstract class Receiver implements Outlet, Single, ListEnd {
  readonly fan = 0;

  constructor(
    readonly projection: Projection,
    protected readonly onHeard: () => void,
  ) {}

  /** All have spoken. */
  abstract readonly complete: boolean;
  abstract hear(keys: readonly number[], speakers: Int32Array): void;
  abstract foretell(keys: readonly number[], speakers: Int32Array): void;

  // All synapses of an axon are reached at once.
  arrive(): void {}
  arriveAtAll(): void {}
  foretellAt(): void {}
  reach(): void {}
  foretellTo(): void {}
}

/** Messages from below: as many as there are neurons. */
export class Below extends Receiver {
  /** How many have come. */
  heard = 0;

  get complete(): boolean {
    return this.heard >= this.projection.from.size;
  }

  hear(_: readonly number[], speakers: Int32Array): void {
    this.heard += speakers.length;
    this.onHeard();
  }

  foretell(): void {}
}

/** Futures from above: of each neuron, under each key that it says. */
export class Above extends Receiver {
  /** By key: 1 of those that have said it. */
  readonly heard: ReadonlyMap<number, Uint8Array>;

  constructor(projection: Projection, keys: readonly number[], onHeard: () => void) {
    super(projection, onHeard);
    this.heard = new Map(keys.map((key) => [key, new Uint8Array(projection.from.size)]));
  }

  get complete(): boolean {
    for (const units of this.heard.values()) if (units.includes(0)) return false;
    return true;
  }

  hear(): void {}

  foretell(keys: readonly number[], speakers: Int32Array): void {
    for (const key of keys) {
      const units = this.heard.get(key);
      if (units) for (const unit of speakers) units[unit] = 1;
    }
    this.onHeard();
  }
}
