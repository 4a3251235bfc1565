import type { RuleMessage } from '../../../messages/message.js';
import { kindOf } from '../../../messages/read-rule-message.js';
import type { Layout } from '../../../network/layout.js';
import type { Population } from '../../../neurons/phases/population.js';
import { ReplayedVoice, type WordsOf } from '../../../neurons/phases/replayed-voice.js';
import type { Rule } from '../../../rules/rule.js';
import { type ActorLog, type LogPart, readLog } from '../watch/log.js';
import type { PhasedCircuit } from './circuit.js';
import { hearersOf, taughtOf, termsOf } from './listening.js';
import { ReplayedTeaching } from './replayed-teaching.js';

/**
 * Lets neurons and inputs say what a log says they said under a rule in phases, on each path in its own order, until it is
 * stopped: whatever they compute themselves, their synapses hear the log. It passes over what no synapse hears. Those whom
 * the log does not have speak for themselves.
 */
export class RuleReplay {
  private readonly logs: ReadonlyMap<string, ActorLog>;
  private parts: readonly { readonly part: LogPart; readonly heard: boolean }[];
  private ends: readonly (() => void)[] = [];
  /** Until it is stopped. */
  active = true;

  /**
   * @param log messages of neurons and inputs as a file keeps them, one in each line
   * @param name of the log, in errors
   * @throws {InputError} naming the line, on what is no message of the rule, or one of somebody who is not there
   */
  constructor(
    layout: Layout,
    private readonly rule: Rule,
    log: Iterable<unknown>,
    name: string,
  ) {
    this.logs = readLog(layout, rule, log, name);
    const all = [...this.logs.values()].flatMap(({ said, taught }) =>
      [said, taught].map(Object.values<LogPart>),
    );
    this.parts = all.flat().map((part) => ({ part, heard: true }));
  }

  /** How many messages of the log have not been said to anybody who listens. */
  get left(): number {
    return this.parts.reduce((sum, { part, heard }) => sum + (heard ? part.left : 0), 0);
  }

  /** This is the circuit of the moment. */
  attend(circuit: PhasedCircuit): void {
    this.leave();
    if (!this.active || circuit.rule.name !== this.rule.name) return;
    const paths = Object.keys(circuit.rule.paths);
    const places = circuit.members.flatMap(({ population }) =>
      paths.map((path) => ({ circuit, population, path })),
    );
    const inPlace = places.flatMap((place) => [this.speaking(place), this.teaching(place)]);
    this.parts = inPlace.flatMap(({ logs, heard }) => [...logs.values()].map((part) => ({ part, heard })));
    this.ends = inPlace.map(({ end }) => end);
  }

  /** Neurons speak for themselves again. */
  stop(): void {
    this.active = false;
    this.leave();
  }

  private leave(): void {
    for (const end of this.ends) end();
    this.ends = [];
  }

  private speaking({ circuit, population, path }: Place): Replayed {
    const logs = this.logsOf(population, ({ said }) => said[path]);
    const voice = population.voices[path];
    const heard = voice.fan > 0;
    if (!heard || logs.size === 0) return { logs, heard, end: () => {} };
    const target = hearersOf(circuit, population, path);
    const now = () => circuit.medium.queue.now();
    const wordsOf: WordsOf = (unit, keys, foretold) => {
      const log = logs.get(unit);
      if (!log) return undefined;
      const names = keys.map((key) => voice.keys[key]);
      const own = { time: now(), source: `${population.name}[${unit}]`, target, kind: kindOf(path, names) };
      const message = log.next({ ...own, value: 0, ...(foretold && { futures: {} }) });
      const { value, values = {}, futures } = message;
      return {
        values: names.map((name) => values[name] ?? value),
        futures: futures && names.map((name) => futures[name]),
      };
    };
    voice.replay = new ReplayedVoice(voice.said, wordsOf, now);
    return {
      logs,
      heard,
      end: () => {
        voice.replay = undefined;
      },
    };
  }

  private teaching({ circuit, population, path }: Place): Replayed {
    const logs = this.logsOf(population, ({ taught }) => taught[path]);
    const target = taughtOf(circuit, population, path);
    if (target === undefined || logs.size === 0) return { logs, heard: target !== undefined, end: () => {} };
    const teaching = new ReplayedTeaching({
      ...{ name: population.name, path, target, termOf: termsOf(circuit.rule) },
      now: () => circuit.medium.queue.now(),
      inPlaceOf: (unit, own: RuleMessage) => logs.get(unit)?.next(own),
    });
    const all = population.afferents[path];
    // A bias is the neuron's own: it learns from what that has worked out itself.
    all.splice(
      all.findIndex(({ fan }) => fan > 0),
      0,
      teaching,
    );
    return { logs, heard: true, end: () => void all.splice(all.indexOf(teaching), 1) };
  }

  /** Of units that the log has; a dead neuron says nothing. */
  private logsOf(
    { name, all, silent }: Population,
    of: (log: ActorLog) => LogPart | undefined,
  ): Map<number, LogPart> {
    const logs = new Map<number, LogPart>();
    for (const unit of all) {
      const log = silent?.[unit] ? undefined : this.logs.get(`${name}[${unit}]`);
      const part = log && of(log);
      if (part) logs.set(unit, part);
    }
    return logs;
  }
}

interface Place {
  readonly circuit: PhasedCircuit;
  readonly population: Population;
  readonly path: string;
}

/** Whose words are replayed, until that ends, and whether anybody hears them. */
interface Replayed {
  readonly logs: ReadonlyMap<number, LogPart>;
  readonly heard: boolean;
  readonly end: () => void;
}
