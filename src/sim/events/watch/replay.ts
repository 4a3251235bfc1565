import { fail, refuse } from '../../../errors.js';
import type { Ways } from '../../../messages/energy.js';
import type { AxonLine, DendriteLine, TeachingLine } from '../../../messages/line.js';
import type { Message } from '../../../messages/message.js';
import { readMessage } from '../../../messages/read-message.js';
import { type Traffic, wayOf } from '../../../messages/traffic.js';
import { InputActor } from '../../../neurons/input-actor.js';
import type { NeuronActor } from '../../../neurons/neuron-actor.js';
import { asObject, show } from '../../../schema.js';
import type { Circuit } from '../build/circuit.js';

type Actor = InputActor | NeuronActor;
type AnyLine = AxonLine | DendriteLine | TeachingLine;

/**
 * Lets actors say what a log says they said, each line in its own order, until it is stopped: whatever they compute
 * themselves, their synapses hear the log. It is about messages that count (see `Energy`), and passes over others. Actors that the log does not have speak for themselves.
 */
export class Replay {
  private readonly parts: readonly Part[];
  /** Until it is stopped. */
  active = true;

  /**
   * @param log what neurons and inputs said, and nothing of synapses: messages as a file keeps them, one in each line
   * @param name of the log, in errors
   * @throws {InputError} naming the line, on what is no message, or one of somebody who is not there
   */
  constructor(circuit: Circuit, log: Iterable<unknown>, name: string) {
    const everybody = [...Object.values(circuit.inputs), ...Object.values(circuit.neurons)].flat();
    const known = new Map(everybody.map((actor) => [actor.address, actor]));
    const said = bySource(log, name, known);
    this.parts = [...said].flatMap(([actor, lines]) => partsOf(actor, lines, name));
  }

  /** How many messages of the log have not been said to anybody who listens. */
  get left(): number {
    return this.parts.reduce((sum, { left }) => sum + left, 0);
  }

  /** Actors speak for themselves again. */
  stop(): void {
    if (!this.active) return;
    this.active = false;
    for (const { line } of this.parts) Reflect.deleteProperty(line, 'say');
  }
}

type Say = (message: Message, tell: unknown) => void;

/** A message and the line of the log that it stands in. */
interface Line {
  readonly number: number;
  readonly message: Told;
}

/** What an actor says on one of its lines. */
class Part {
  private place = 0;

  constructor(
    readonly line: AnyLine,
    private readonly log: readonly Line[],
    private readonly name: string,
    traffic: Traffic,
  ) {
    // In the way of the line's own method, which so need not ask whether there is a log.
    const say = line.say.bind(line) as Say;
    const inItsPlace: Say = (own, tell) => say(traffic.counts(own.kind, line) ? this.next(own) : own, tell);
    line.say = inItsPlace;
  }

  // On a line without synapses nothing counts.
  get left(): number {
    return this.line.synapses === 0 ? 0 : this.log.length - this.place;
  }

  private next(own: Told): Told {
    const found = this.log[this.place];
    if (!found) return this.missing(own);
    const { number, message } = found;
    if (asWas.some((key) => message[key] !== own[key])) {
      const where = `${this.name}:${number}`;
      return fail({ where, got: summaryOf(message), expected: summaryOf(own), hint });
    }
    this.place++;
    return { ...own, ...message };
  }

  private missing(own: Message): never {
    const last = this.log.at(-1);
    const after = last ? `no more such messages after line ${last.number}` : 'no such message';
    return fail({ where: this.name, got: after, expected: summaryOf(own), hint });
  }
}

type Told = Message & { readonly term?: number };

const hint = 'the network, parameters, stimulus and options of the run that was logged';

/** What has to be as it was: the value may be another, and the future. */
const asWas = ['time', 'kind', 'target', 'term'] as const;

const summaryOf = ({ kind, source, target, time }: Message) =>
  `${kind} of ${source} to ${target} at ${time} tau`;

function partsOf(actor: Actor, log: readonly Line[], name: string): Part[] {
  const part = (line: AnyLine, way: keyof Ways) =>
    new Part(
      line,
      log.filter(({ message }) => wayOf(message.kind) === way),
      name,
      actor.traffic,
    );
  if (actor instanceof InputActor) return [part(actor.axon, 'up')];
  const { axon, dendrite, teaching } = actor;
  return [part(axon, 'up'), part(dendrite, 'down'), part(teaching, 'teaching')];
}

function bySource(
  log: Iterable<unknown>,
  name: string,
  known: ReadonlyMap<unknown, Actor>,
): Map<Actor, Line[]> {
  const said = new Map<Actor, Line[]>();
  let number = 0;
  for (const value of log) {
    const where = `${name}:${++number}`;
    const { source } = asObject(where, value);
    const actor = known.get(source) ?? refuseSource(where, source);
    const lines = said.get(actor) ?? [];
    lines.push({ number, message: readMessage(where, value) });
    said.set(actor, lines);
  }
  return said;
}

const refuseSource = (where: string, source: unknown) =>
  refuse({
    where: `${where}.source`,
    got: show(source),
    expected: 'a neuron or input of this network',
    hint: 'a log of neurons: without NAME.weight',
  });
