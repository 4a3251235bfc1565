import type { Outlet } from '../../neurons/phases/voice.js';
import type { Pattern } from '../pattern.js';
import type { UnderWay, Way } from './line.js';
import { OwnTimes } from './own-times.js';

/** Whoever is reached by each synapse of a list by itself. */
export interface ListEnd extends Outlet {
  /** Something has come to a synapse. @param k its number in the list */
  reach(keys: readonly number[], k: number): void;
  /** It has come to a synapse where values will be. @param first for the first time, and that was waited for */
  foretellTo(keys: readonly number[], k: number, first: boolean): void;
}

/** A line to the synapses of a list to each of which messages come in its own time: places are their numbers. */
export abstract class ListLine extends OwnTimes<ListEnd> {
  readonly spread = 0;
  readonly bySynapse = true;
  readonly fans: Int32Array;

  constructor(
    way: Way,
    protected readonly pattern: Pattern,
  ) {
    super(way, pattern.count);
    this.fans = pattern.fans;
  }

  protected show(end: ListEnd, keys: readonly number[]): void {
    for (let k = 0; k < this.pattern.count; k++) end.reach(keys, k);
  }

  protected send(message: UnderWay): void {
    for (let speaker = 0; speaker < message.speakers.length; speaker++) this.sendOf(message, speaker);
  }

  /** A neuron's message sets out to its synapses. */
  protected abstract sendOf(message: UnderWay, speaker: number): void;

  /** It has come through to a synapse. @param awaited the first that is foretold was waited for */
  protected take(message: UnderWay, speaker: number, k: number, awaited = false): void {
    const { keys, foretold } = message;
    const { ends } = this;
    if (foretold === undefined) {
      this.put(message, speaker, k);
      for (let i = 0; i < ends.length; i++) ends[i].reach(keys, k);
      return;
    }
    const first = this.learn(message, speaker, k);
    if (first === undefined) return;
    for (let i = 0; i < ends.length; i++) ends[i].foretellTo(keys, k, awaited && first);
  }
}
