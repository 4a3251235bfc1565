import { FutureColumns } from '../../math/future-columns.js';
import type { Outlet } from './outlet.js';
import type { PortGate } from './port-slopes.js';
import type { ReplayedVoice } from './replayed-voice.js';
import { Said, type VoiceState } from './said.js';
import { type Speech, sampled } from './speech.js';
import { wordsOf } from './words.js';

export type { Outlet } from './outlet.js';
export type { VoiceState } from './said.js';

/** What the neurons of a population last said on a path: a column for each key. */
export class Voice {
  /** All who hear a neuron hear the same. */
  readonly spread = 0;
  /** Made when somebody first asks for them: on many paths nobody hears what neurons say. */
  private columns: Said | undefined;
  private readonly changed: Uint8Array;
  /** By key, where values will be, where neurons have told that. */
  private readonly futures: (FutureColumns | undefined)[] = [];
  private outlets: readonly Outlet[] = [];
  private speakers = new Int32Array(0);
  private synapses = 0;
  private read = false;
  /** By key, 1 where all have said it. */
  private readonly saidByAll: Uint8Array;
  /** By key: the slope towards ports that is in what was last composed. */
  readonly gates: (PortGate | undefined)[] = [];
  /** Where they say what a log says. */
  replay: ReplayedVoice | undefined;

  constructor(
    readonly keys: readonly string[],
    private readonly size: number,
  ) {
    this.changed = new Uint8Array(keys.length);
    this.saidByAll = new Uint8Array(keys.length);
  }

  get said(): readonly Float64Array[] {
    return this.own.said;
  }

  private get own(): Said {
    this.columns ??= new Said(this.keys, this.size);
    return this.columns;
  }

  /** What is said is read where it stands, though nobody hears it. */
  keep(): void {
    this.read = true;
  }

  /** Somebody hears what is said, or reads it. */
  get heeded(): boolean {
    return this.read || this.outlets.length > 0 || this.replay !== undefined;
  }

  /** Nobody hears but these. */
  isHeardBy(only: ReadonlySet<Outlet>): boolean {
    return this.replay === undefined && this.outlets.every((one) => only.has(one));
  }

  /** How many synapses hear each neuron. */
  get fan(): number {
    return this.synapses;
  }

  /** Neurons are not all heard by as many. */
  get uneven(): boolean {
    return this.outlets.some(({ fans }) => fans !== undefined);
  }

  /** How many synapses hear some neurons: those who spoke last, if not given. */
  reached(units: Int32Array = this.speakers, silent?: Uint8Array): number {
    let sum = 0;
    for (const { fan, fans } of this.outlets)
      for (let i = 0; i < units.length; i++) if (!silent?.[units[i]]) sum += fans ? fans[units[i]] : fan;
    return sum;
  }

  connect(outlet: Outlet): void {
    this.outlets = [...this.outlets, outlet];
    this.synapses += outlet.fan;
  }

  disconnect(outlet: Outlet): void {
    this.outlets = this.outlets.filter((other) => other !== outlet);
    this.synapses -= outlet.fan;
  }

  /** Where the next message is composed, under a key. */
  composing(key: number): Float64Array {
    return this.own.composed[key];
  }

  /** All have composed; some of them will say it. @returns those */
  decide(keys: readonly number[], units: Int32Array, speech: Speech): Int32Array {
    if (speech === sampled) {
      this.speakers = units as typeof this.speakers;
      return units;
    }
    const { outlets } = this;
    const { composed, spoken } = this.own;
    const said = this.replay?.own ?? this.said;
    const words = wordsOf(outlets, { keys, composed, said, spoken }, units);
    this.speakers = speech.speakers(units, ...words) as typeof this.speakers;
    return this.speakers;
  }

  /** They say it. */
  deliver(keys: readonly number[]): void {
    const { speakers, changed, outlets } = this;
    if (speakers.length === 0) return;
    this.replay?.say(keys, speakers, this.own.composed);
    for (let i = 0; i < keys.length; i++) changed[keys[i]] = this.utter(keys[i]);
    for (let i = 0; i < outlets.length; i++) outlets[i].hear(keys, speakers, changed);
  }

  /** What has been composed stands where synapses hear it, though nobody says anything. */
  put(keys: readonly number[]): void {
    const { speakers, changed } = this;
    this.replay?.put(keys, this.own.composed);
    for (const key of keys) changed[key] = this.utter(key);
    for (const outlet of this.outlets) {
      if (outlet.look) outlet.look(keys);
      else if (outlet.fan > 0) outlet.hear(keys, speakers, changed);
    }
  }

  /** Where values under a key will be, as it was told last. */
  foretold(key: number): FutureColumns {
    this.futures[key] ??= new FutureColumns(this.size);
    return this.futures[key];
  }

  /** They say where values will be, as it stands there. @param firsts how many do so for the first time */
  foretell(keys: readonly number[], speakers: Int32Array, firsts: number): void {
    const { outlets } = this;
    this.replay?.foretell(keys, speakers, (key) => this.foretold(key));
    // Where each synapse has its own time, what one has said sets out everywhere before what the next one says.
    if (outlets.some(({ apart }) => apart)) {
      for (const [i, unit] of speakers.entries()) {
        const one = Int32Array.of(unit);
        // How many wait does not depend on which of them it was.
        for (const outlet of outlets) outlet.foretell?.(keys, one, i < firsts ? 1 : 0);
      }
    } else for (const outlet of outlets) outlet.foretell?.(keys, speakers, firsts);
  }

  state(): VoiceState {
    return this.own.state();
  }

  restore(state: VoiceState): void {
    this.own.restore(state);
    this.saidByAll.fill(0);
    this.replay?.restore();
  }

  /** Nothing has ever been said. */
  clear(): void {
    this.columns?.clear();
    this.saidByAll.fill(0);
    this.replay?.restore();
  }

  private utter(key: number): number {
    const { speakers } = this;
    const [said, composed, spoken] = [this.own.said[key], this.own.composed[key], this.own.spoken[key]];
    if (speakers.length === said.length) return this.utterAll(key, said, composed);
    let changed = 0;
    for (let i = 0; i < speakers.length; i++) {
      const unit = speakers[i];
      if (said[unit] !== composed[unit]) changed = 1;
      said[unit] = composed[unit];
      spoken[unit] = 1;
    }
    return changed;
  }

  private utterAll(key: number, said: Float64Array, composed: Float64Array): number {
    if (this.saidByAll[key] === 0) this.own.spoken[key].fill(1);
    this.saidByAll[key] = 1;
    let unit = 0;
    while (unit < said.length && said[unit] === composed[unit]) unit++;
    if (unit === said.length) return 0;
    for (; unit < said.length; unit++) said[unit] = composed[unit];
    return 1;
  }
}
