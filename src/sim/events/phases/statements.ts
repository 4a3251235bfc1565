import { living, reached, taught } from '../../../neurons/phases/counting.js';
import type { Motion } from '../../../neurons/phases/motion.js';
import { type Speech, sampled } from '../../../neurons/phases/speech.js';
import type { Signals } from '../../../rules/rule.js';
import type { Member, PhasedCircuit } from './circuit.js';
import type { Cost } from './cost.js';
import type { Lead } from './in-time.js';
import type { Turn } from './passages.js';
import type { Follow, Message, Step, Teaching } from './script.js';
import type { StateWatcher } from './state-watcher.js';

/** What it takes to have statements done. */
export interface Means {
  readonly circuit: PhasedCircuit;
  readonly cost: Cost;
  readonly speech: Speech;
  readonly watch?: StateWatcher | undefined;
  /** Weights change by what they have added up in so many tau, or by a trace of it. */
  readonly adapt: (tau: number, step: Teaching) => void;
}

/** Has neurons do the statements of a rule, one after the other. */
export class Statements implements Lead {
  constructor(private readonly means: Means) {}

  get watched(): boolean {
    return this.means.watch?.watching === true;
  }

  /** Done by all who are meant. */
  all(list: readonly Step[], signals: Signals, heard = true, speech = this.means.speech): void {
    const { circuit } = this.means;
    if (!heard) circuit.hush(true);
    for (let i = 0; i < list.length; i++) {
      const step = list[i];
      const turns = circuit.turns.of(step);
      if (heard || step.kind !== 'say') this.have(step, turns, signals, speech);
      else this.put(step, turns, signals);
    }
    if (!heard) circuit.hush(false);
  }

  say(message: Message, member: Member, units: Int32Array, signals: Signals, speech = sampled): void {
    this.utter(message, [{ member, units }], signals, speech);
  }

  note({ population }: Member, { moves, follows }: Motion, units: Int32Array): void {
    const { watch } = this.means;
    if (!watch) return;
    for (const { state } of moves) watch.noteSet(population.name, [state], units);
    for (const { states } of follows) watch.noteSet(population.name, states, units);
  }

  count({ path, over }: Message, { population }: Member, units: Int32Array): void {
    const { cost } = this.means;
    const { fan } = population.voices[path];
    const speakers = living(population, units);
    cost.say(over, speakers, reached(population, path, units));
    if (over.way === 'up' && fan > 0) cost.courses += speakers;
  }

  /** Done by those whose turn it is. */
  have(step: Step, turns: readonly Turn[], signals: Signals, speech: Speech): void {
    if (step.kind === 'say') this.utter(step, turns, signals, speech);
    else if (step.kind === 'set' || step.kind === 'move') this.follow(step as Follow, turns, signals);
    else if (step.kind === 'learn') this.teach(step as Teaching, turns, signals);
    else this.adapt(step as Teaching, turns, signals);
  }

  private utter(message: Message, turns: readonly Turn[], signals: Signals, speech: Speech): void {
    const { path, over, keys, recipes } = message;
    const { cost } = this.means;
    for (let i = 0; i < turns.length; i++) {
      const { member, units } = turns[i];
      const { population } = member;
      const voice = population.voices[path];
      // What nobody hears is not composed.
      if (!voice.heeded) continue;
      const speakers = population.compose(voice, keys, recipes, units, signals, speech);
      cost.say(over, speakers, voice.uneven ? reached(population, path) : speakers * voice.fan);
    }
    for (let i = 0; i < turns.length; i++) {
      const voice = turns[i].member.population.voices[path];
      if (voice.heeded) voice.deliver(keys);
    }
  }

  /** What they say stands where it is heard, though nobody says anything. */
  private put({ path, keys, recipes }: Message, turns: readonly Turn[], signals: Signals): void {
    for (const { member, units } of turns)
      member.population.compose(member.population.voices[path], keys, recipes, units, signals, sampled);
    for (const { member } of turns) member.population.voices[path].put(keys);
  }

  private follow({ kind, states, recipes }: Follow, turns: readonly Turn[], signals: Signals): void {
    for (let i = 0; i < turns.length; i++) {
      const { member, units } = turns[i];
      const { population } = member;
      if (kind === 'set') population.set(states, recipes, units, signals);
      else population.move(states, recipes, units, signals);
      this.means.watch?.noteSet(population.name, states, units);
    }
  }

  /** Weights move now; what has been said was weighed before. */
  private adapt(step: Teaching, turns: readonly Turn[], signals: Signals): void {
    this.means.circuit.settle();
    this.teach(step, turns, signals);
    this.descend(step, signals);
  }

  /** By what has been added up. */
  descend(step: Teaching, { stepSize }: Signals): void {
    this.means.adapt(stepSize, step);
    this.means.watch?.noteMove();
  }

  teach({ terms }: Teaching, turns: readonly Turn[], signals: Signals): void {
    for (const { path, term, post } of terms) {
      for (const { member, units } of turns) {
        const { population } = member;
        population.teach(path, term, post, units, signals);
        this.means.cost.teach(living(population, units), taught(population, path, units));
      }
    }
  }
}
