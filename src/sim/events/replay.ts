import { fail, refuse } from '../../errors.js';
import type { Circuit } from './circuit.js';
import { InputActor } from './input-actor.js';
import type { AxonLine, DendriteLine, TeachingLine } from './line.js';
import type { Message, MessageKind } from './message.js';
import type { NeuronActor } from './neuron-actor.js';

type Actor = InputActor | NeuronActor;
type AnyLine = AxonLine | DendriteLine | TeachingLine;

/**
 * Lets actors say what a log says they said, each line in its own order, until it is stopped: whatever they compute
 * themselves, their synapses hear the log. Actors that the log does not have speak for themselves.
 */
export class Replay {
  private readonly parts: readonly Part[];

  /**
   * @param log what neurons and inputs said, and nothing of synapses
   * @throws {InputError} on somebody who is not there
   */
  constructor(circuit: Circuit, log: Iterable<Message>) {
    const everybody = [...Object.values(circuit.inputs), ...Object.values(circuit.neurons)].flat();
    const known = new Map(everybody.map((actor) => [actor.address, actor]));
    const messages = bySource(log);
    this.parts = [...messages].flatMap(([source, said]) =>
      partsOf(known.get(source) ?? refuseSource(source), said),
    );
  }

  /** How many messages of the log have not been said to anybody who listens. */
  get left(): number {
    return this.parts.reduce((sum, { left }) => sum + left, 0);
  }

  /** Actors speak for themselves again. */
  stop(): void {
    for (const { line } of this.parts) Reflect.deleteProperty(line, 'say');
  }
}

type Say = (message: Message, tell: unknown) => void;

/** What one line says. */
class Part {
  private place = 0;

  constructor(
    readonly line: AnyLine,
    private readonly messages: readonly Message[],
  ) {
    // In the way of the line's own method, which so need not ask whether there is a log.
    const say = line.say.bind(line) as Say;
    const inItsPlace: Say = (own, tell) => say(this.next(own), tell);
    line.say = inItsPlace;
  }

  // A line that nobody hears says nothing.
  get left(): number {
    return this.line.idle ? 0 : this.messages.length - this.place;
  }

  private next(own: Message): Message {
    const { time, kind, source } = own;
    const message = this.messages[this.place++];
    if (message && message.time === time && message.kind === kind) return { ...own, ...message };
    return fail({
      where: `replay: message ${this.place} of ${source}`,
      got: message ? `${message.kind} at ${message.time} tau in the log` : 'no more in the log',
      expected: `${kind} at ${time} tau`,
      hint: 'the network, parameters, stimulus and options of the run that was logged',
    });
  }
}

const up: readonly MessageKind[] = ['activity', 'moving', 'course'];
const down: readonly MessageKind[] = ['feedback', 'change', 'trajectory'];
const within: readonly MessageKind[] = ['learning', 'update', 'forget'];

function partsOf(actor: Actor, messages: readonly Message[]): Part[] {
  const of = (kinds: readonly MessageKind[]) => messages.filter(({ kind }) => kinds.includes(kind));
  if (actor instanceof InputActor) return [new Part(actor.axon, of(up))];
  const { axon, dendrite, teaching } = actor;
  return [new Part(axon, of(up)), new Part(dendrite, of(down)), new Part(teaching, of(within))];
}

function bySource(log: Iterable<Message>): Map<string, Message[]> {
  const parts = new Map<string, Message[]>();
  for (const message of log) {
    const part = parts.get(message.source);
    if (part) part.push(message);
    else parts.set(message.source, [message]);
  }
  return parts;
}

const refuseSource = (source: string) =>
  refuse({
    where: 'replay',
    got: `messages of ${source}`,
    expected: 'neurons and inputs of this network',
    hint: 'a log of neurons: without NAME.weight',
  });
