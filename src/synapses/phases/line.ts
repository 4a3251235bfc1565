import type { FutureColumns } from '../../math/future-columns.js';
import type { Trajectory } from '../../math/trajectory.js';
import type { EventQueue } from '../../messages/queue.js';
import type { TaskOwner } from '../../messages/task.js';
import type { Outlet } from '../../neurons/phases/voice.js';
import type { History } from './history.js';

/** What synapses hear of a population, on a path. */
export interface Line {
  readonly keys: readonly string[];
  /** By key: what came last, from unit `pre` to unit `post` at pre + post * spread. */
  readonly said: readonly Float64Array[];
  /** 0 where all synapses of an axon hear the same. */
  readonly spread: number;
  /** Each synapse of a list hears its own: what came last is by the number of the synapse. */
  readonly bySynapse?: boolean;
  /** Where values under a key will be, by place in a column, as that came last. */
  foretold(key: number): { at(place: number): Trajectory };
  /** What its synapses hear now as it was said, where all that they have ever heard is in there. */
  historyOf?(key: number): History | undefined;
}

/** One on which all synapses of an axon hear the same. */
export interface Whole extends Line {
  readonly spread: 0;
  foretold(key: number): FutureColumns;
}

/** Between neurons that speak and their synapses. */
export interface Way {
  readonly queue: EventQueue;
  /** What is said. */
  readonly near: Whole;
  /** How many synapses of each neuron hear it; by neuron, where these differ. */
  readonly fan: number;
  readonly fans?: Int32Array | undefined;
  readonly address: string;
}

/** Whoever is reached by each synapse by itself. */
export interface Single {
  /** Something has come to a synapse. */
  arrive(keys: readonly number[], pre: number, post: number): void;
  /** The same of many, in the order of places; of some speakers only, where these are given. */
  arriveAtAll(keys: readonly number[], places: Int32Array, speaks: Uint8Array | undefined): void;
  /** Nobody goes on because something has arrived, and what each synapse brought is its weight times what it has heard. */
  readonly patient?: boolean;
  /** Something has come to many synapses: each finds it in what was said, when it is asked. */
  arriveLater?(keys: readonly number[]): void;
  /** From now on synapses are told what comes to them: they take over what has come until now. */
  catchUp?(): void;
  /** It has come to a synapse where values will be. @param first for the first time, and that was waited for */
  foretellAt(keys: readonly number[], pre: number, post: number, first: boolean): void;
}

/** A line on which what was said is under way for some time. */
export interface Late extends Line, Outlet, TaskOwner {
  /** From now on somebody hears what comes through, after those who do already. */
  connect(ending: Outlet & Single): void;
  disconnect(ending: Outlet & Single): void;
  /** What is foretold no longer holds: what of it is under way never arrives. */
  endFutures(): void;
  /** Nothing has ever been said. */
  clear(): void;
  /** Without what is under way: that waits in the queue. */
  state(): LateState;
  restore(state: LateState): void;
}

/** What a line is saved as, by key: what has come through, and the numbers of messages where there are any. */
export interface LateState {
  readonly said: readonly Float64Array[];
  readonly heard?: readonly Uint32Array[] | undefined;
  readonly count?: number | undefined;
}

/** What some neurons have said, under way. */
export interface UnderWay {
  /** By index. */
  readonly keys: readonly number[];
  readonly speakers: Int32Array;
  /** By key, one of each speaker; numbers of futures, where it is foretold. */
  readonly values: readonly Float64Array[];
  /** Where values will be, and in which phase of those that the line has seen. */
  readonly foretold?: number;
}

/** What they say now, to be heard later: a copy. */
export const underWay = ({ said }: Line, keys: readonly number[], speakers: Int32Array): UnderWay => ({
  keys,
  speakers,
  values: keys.map((key) => valuesOf(said[key], speakers)),
});

function valuesOf(said: Float64Array, speakers: Int32Array): Float64Array {
  if (speakers.length === said.length && inOrder(speakers)) return said.slice();
  return Float64Array.from(speakers, (unit) => said[unit]);
}

/** In a sweep all may speak at once, but not in the order of their places. */
function inOrder(speakers: Int32Array): boolean {
  for (let i = 0; i < speakers.length; i++) if (speakers[i] !== i) return false;
  return true;
}
