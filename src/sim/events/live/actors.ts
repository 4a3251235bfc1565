import { refuse } from '../../../errors.js';
import type { Energy } from '../../../messages/energy.js';
import type { Message } from '../../../messages/message.js';
import type { Neuron, Source } from '../../../messages/ports.js';
import type { Stateful } from '../../../messages/state.js';
import { merge, type Observable } from '../../../messages/streams.js';
import type { TaskOwner } from '../../../messages/task.js';
import { Traffic, type TrafficState } from '../../../messages/traffic.js';
import type { Parameters } from '../../../network/parameters.js';
import type { BlockState } from '../../../synapses/block-state.js';
import type { RelaxationRule, Rule } from '../../rule.js';
import { carryDownBy, checkPathway } from '../build/pathways.js';
import type { Population } from '../build/populations.js';
import { type Learners, readParameters } from '../present/readout.js';
import { blockOwners, fitting, mapValues } from '../save/saved-parts.js';
import type { Surroundings } from '../surroundings.js';
import { type Actors, select } from '../watch/selection.js';
import type { Units } from './stimulus.js';
import type { Regime, Setting } from './way.js';

/** A network whose neurons are actors, each with its inboxes, that lives with its stimuli in some way. */
export interface ActorCircuit extends Actors<LiveUnit, LiveInput>, Learners, Stateful<unknown> {
  readonly populations: Readonly<Record<string, Population<LiveUnit>>>;
  /** Those who have tasks waiting, apart from synapses. */
  readonly owners: readonly TaskOwner[];
  readonly missed: number;
  start: Regime['start'];
  show: Regime['show'];
  teach: Regime['teach'];
}

/** What can be heard, and saved. */
interface Part {
  readonly messages: Observable<Message>;
  state(): unknown;
  // A method, so that each may take a state of its own kind.
  restore(state: unknown): void;
}

/** An input of a live network. */
export interface LiveInput extends Source, Part {}

/** A neuron of a live network, with what an experimenter reads off it. */
export interface LiveUnit extends Neuron, Part {
  readonly bias: number;
  readonly biasGradient: number;
  readonly forwardActivity: number;
}

/** What actors live in. @param lasting nothing begins anew: what synapses carried stands until something else comes */
export function surroundings({ queue, rule }: Setting, lasting: boolean): Surroundings {
  const around = { queue, rule: requireFrozen(rule), traffic: new Traffic(), lasting };
  // There is no forward sweep in which feedback would not count.
  around.traffic.relaxing = true;
  return around;
}

/** Has an experimenter listen to actors and read them, save them and put them back. */
export class ActorRegime implements Regime {
  /** @throws {InputError} on a pathway with weights of its own where a node has none */
  constructor(
    private readonly circuit: ActorCircuit,
    private readonly around: Surroundings,
    { layout }: Setting,
  ) {
    checkPathway(around.rule, layout, circuit.populations);
    carryDownBy(around.rule, layout, circuit.populations);
  }

  get owners(): readonly TaskOwner[] {
    return [...this.circuit.owners, ...blockOwners(this.circuit.populations)];
  }

  get missed(): number {
    return this.circuit.missed;
  }

  get energy(): Energy {
    return this.around.traffic.energy;
  }

  start(): void {
    this.circuit.start();
  }

  show(inputs: Units, targets: Units | undefined): void {
    this.circuit.show(inputs, targets);
  }

  teach(targets: Units | null): void {
    this.circuit.teach(targets);
  }

  answer(node: string): Float64Array {
    const { neurons } = this.circuit.populations[node];
    return Float64Array.from(neurons, ({ forwardActivity }) => forwardActivity);
  }

  parameters(): Parameters {
    return readParameters(this.circuit);
  }

  listen(selections: readonly string[]): Observable<Message> {
    return merge(
      ...selections.flatMap((selection) => select(this.circuit, selection)).map(({ messages }) => messages),
    );
  }

  state(): ActorState {
    const { circuit, around } = this;
    return {
      traffic: around.traffic.state(),
      circuit: circuit.state(),
      inputs: mapValues(circuit.inputs, (actors) => actors.map((actor) => actor.state())),
      nodes: mapValues(circuit.populations, ({ neurons, blocks }) => ({
        neurons: neurons.map((neuron) => neuron.state()),
        blocks: blocks.map(({ synapses }) => synapses.state()),
      })),
    };
  }

  restore(state: ActorState): void {
    const { circuit, around } = this;
    for (const [name, actors] of Object.entries(circuit.inputs))
      put(`inputs.${name}`, actors, state.inputs[name]);
    for (const [name, { neurons, blocks }] of Object.entries(circuit.populations)) {
      put(`${name}: neurons`, neurons, state.nodes[name]?.neurons);
      const sets = blocks.map(({ synapses }) => synapses);
      put(`${name}: blocks`, sets, state.nodes[name]?.blocks);
    }
    circuit.restore(state.circuit);
    around.traffic.restore(state.traffic);
  }
}

interface ActorState {
  readonly traffic: TrafficState;
  /** What the way itself keeps: what is shown, where its clock is. */
  readonly circuit: unknown;
  readonly inputs: Readonly<Record<string, readonly unknown[]>>;
  readonly nodes: Readonly<Record<string, NodeState>>;
}

/** The neurons of a node, and its afferent synapses, block by block. */
interface NodeState {
  readonly neurons: readonly unknown[];
  readonly blocks: readonly BlockState[];
}

function put<S>(
  what: string,
  actors: readonly { restore(state: S): void }[],
  states: readonly S[] | undefined,
): void {
  const fit = fitting(what, states, actors);
  for (const [i, actor] of actors.entries()) actor.restore(fit[i]);
}

/** @throws {InputError} on rules that hear of moving activities or of nothing but phases */
function requireFrozen(rule: Rule): RelaxationRule {
  const frozen = rule.kind === 'relaxation' && rule.carriesUp === 'never' && !rule.inputsRelax;
  if (frozen && !rule.plasticity.timing.whileRelaxing) return rule;
  return refuse({
    where: 'LiveSimulator.rule',
    got: rule.name,
    expected: 'one with a frozen forward pass, inputs clamped, and plasticity of the relaxed activities',
    hint: 'ar',
  });
}
