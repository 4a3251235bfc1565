import type { QueueState } from '../../../messages/queue.js';
import type { TaskOwner } from '../../../messages/task.js';
import type { TrafficState } from '../../../messages/traffic.js';
import type { InputState } from '../../../neurons/input-actor.js';
import type { NeuronActorState } from '../../../neurons/neuron-state.js';
import type { PoolState } from '../../../neurons/pool-actor.js';
import type { BlockState } from '../../../synapses/block-state.js';
import type { Stage } from '../present/trial.js';
import { blockOwners, mapValues, taskMaker } from './saved-parts.js';

/** Everything that a circuit is at a time between two instants. */
export interface CircuitState {
  readonly queue: QueueState;
  /** When the relaxation began, in tau. */
  readonly start: number;
  /** What it has cost so far. */
  readonly traffic: TrafficState;
  /** By input and unit; those that relax are neurons. */
  readonly inputs: Readonly<Record<string, readonly (InputState | NeuronActorState)[]>>;
  readonly nodes: Readonly<Record<string, NodeState>>;
  readonly pools: readonly PoolState[];
}

/** The neurons of a node, and its afferent synapses, block by block. */
export interface NodeState {
  readonly neurons: readonly NeuronActorState[];
  readonly blocks: readonly BlockState[];
}

/** @throws {RelaxonError} within an instant, or when somebody outside has tasks waiting */
export function takeState({ circuit, runner, around }: Stage): CircuitState {
  const { inputs, populations, pools } = circuit;
  return {
    queue: around.queue.state(),
    start: runner.state(),
    traffic: around.traffic.state(),
    inputs: mapValues(inputs, (actors) => actors.map((actor) => actor.state())),
    nodes: mapValues(populations, ({ neurons, blocks }) => ({
      neurons: neurons.map((neuron) => neuron.state()),
      blocks: blocks.map(({ synapses }) => synapses.state()),
    })),
    pools: pools.map((pool) => pool.state()),
  };
}

/**
 * Puts a state that was read for this circuit.
 * @throws {InputError} on a task that nobody has; half of the state has been put by then
 */
export function putState(stage: Stage, state: CircuitState): void {
  const { circuit, runner, around } = stage;
  for (const [name, actors] of Object.entries(circuit.inputs)) {
    for (const [i, actor] of actors.entries()) (actor as Restorable).restore(state.inputs[name][i]);
  }
  for (const [name, { neurons, blocks }] of Object.entries(circuit.populations)) {
    const node = state.nodes[name];
    for (const [i, neuron] of neurons.entries()) neuron.restore(node.neurons[i]);
    for (const [i, { synapses }] of blocks.entries()) synapses.restore(node.blocks[i]);
  }
  for (const [i, pool] of circuit.pools.entries()) pool.restore(state.pools[i]);
  runner.restore(state.start);
  around.traffic.restore(state.traffic);
  around.queue.restore(state.queue, taskMaker(ownersIn(stage)));
}

type Restorable = { restore(state: unknown): void };

function ownersIn({ circuit, runner }: Stage): TaskOwner[] {
  const { populations, neurons } = circuit;
  const ofNeurons = Object.values(neurons).flatMap((all) => all.flatMap(({ owners }) => owners));
  return [runner, ...ofNeurons, ...blockOwners(populations)];
}
