import type { FutureColumns } from '../../../../math/future-columns.js';
import type { Stateful } from '../../../../messages/state.js';
import { sampled } from '../../../../neurons/phases/speech.js';
import type { LastingParts, LastingSurroundings } from './parts.js';

/** What the neurons of a population have said of where their values will be; by message. */
export interface TellingState {
  /** 1 of those who have said that it is zero for ever. */
  readonly silent: readonly Uint8Array[];
  /** By key, how many columns it takes. */
  readonly counts: readonly (readonly number[])[];
}

/** How the neurons of a population say where their values will be: those of whom that is zero for ever say so once. */
export class Telling implements Stateful<TellingState> {
  /** By message: those who hear it know that it is nothing. */
  private readonly silent: readonly Uint8Array[];

  constructor(
    private readonly around: LastingSurroundings,
    private readonly parts: LastingParts,
  ) {
    const { model, member } = parts;
    this.silent = model.motion.says.map(() => new Uint8Array(member.population.size));
  }

  /** They say what they have foretold, unless that is nothing, as it was. */
  say(units: Int32Array): void {
    const { around, parts, silent } = this;
    for (const [m, message] of parts.model.motion.says.entries()) {
      const { path, keys } = message;
      const voice = parts.member.population.voices[path];
      // What no synapse hears is no message.
      if (voice.fan === 0) continue;
      const futures = keys.map((key) => voice.foretold(key));
      const speakers = units.filter((unit) => {
        const nothing = futures.every((one) => one.isZero(unit));
        const says = !nothing || silent[m][unit] === 0;
        silent[m][unit] = Number(nothing);
        return says;
      });
      if (speakers.length === 0) continue;
      around.statements.count(message, parts.member, speakers);
      voice.foretell(keys, speakers, 0);
    }
  }

  /** What they say is nothing. */
  hush(units: Int32Array): void {
    const { model, member } = this.parts;
    const now = this.around.queue.now();
    for (const { path, keys } of model.motion.says)
      for (const key of keys) member.population.voices[path].foretold(key).put(units, 0, now);
    this.say(units);
  }

  /** What they say at last. @param values of each message, by key: of each neuron */
  sayRest(units: Int32Array, values: readonly (readonly Float64Array[])[]): void {
    if (units.length === 0) return;
    const { model, member } = this.parts;
    for (const [r, message] of model.rest.entries()) {
      const voice = member.population.voices[message.path];
      for (const [k, key] of message.keys.entries())
        for (const unit of units) voice.composing(key)[unit] = values[r][k][unit];
      voice.decide(message.keys, units, sampled);
      this.around.statements.count(message, member, units);
      voice.deliver(message.keys);
    }
  }

  state(): TellingState {
    return {
      silent: this.silent.map((column) => column.slice()),
      counts: this.futures.map((all) => all.map(({ count }) => count)),
    };
  }

  restore({ silent, counts }: TellingState): void {
    for (const [m, all] of this.futures.entries()) {
      this.silent[m].set(silent[m]);
      for (const [k, one] of all.entries()) one.extend(counts[m][k]);
    }
  }

  /** What they have foretold, by message and key. */
  private get futures(): readonly (readonly FutureColumns[])[] {
    const { model, member } = this.parts;
    const { voices } = member.population;
    return model.motion.says.map(({ path, keys }) => keys.map((key) => voices[path].foretold(key)));
  }
}
