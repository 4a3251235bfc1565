import { refuse } from '../../errors.js';
import type { BlockState } from './block-state.js';
import type { BlockOfSynapses } from './connections.js';
import type { InputState } from './input-actor.js';
import type { NeuronActorState } from './neuron-state.js';
import type { PoolState } from './pool-actor.js';
import type { QueueState } from './queue.js';
import { blockOwners, fitting, mapValues, taskMaker } from './saved-parts.js';
import type { TaskOwner } from './task.js';
import type { TrafficState } from './traffic.js';
import type { Stage } from './trial.js';

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
export function takeState({ circuit, conductor, around }: Stage): CircuitState {
  const { inputs, populations, pools } = circuit;
  return {
    queue: around.queue.state(),
    start: conductor.state(),
    traffic: around.traffic.state(),
    inputs: mapValues(inputs, (actors) => actors.map((actor) => actor.state())),
    nodes: mapValues(populations, ({ neurons, blocks }) => ({
      neurons: neurons.map((neuron) => neuron.state()),
      blocks: blocks.map(({ synapses }) => synapses.state()),
    })),
    pools: pools.map((pool) => pool.state()),
  };
}

/** @throws {InputError} on the state of another network; half of it may have been put by then */
export function putState(stage: Stage, state: CircuitState): void {
  const { circuit, conductor, around } = stage;
  for (const [name, actors] of Object.entries(circuit.inputs)) {
    const states = fitting(`inputs.${name}`, state.inputs[name], actors);
    for (const [i, actor] of actors.entries()) (actor as Restorable).restore(states[i]);
  }
  for (const [name, { neurons, blocks }] of Object.entries(circuit.populations)) {
    const node = state.nodes[name];
    const neuronStates = fitting(`${name}: neurons`, node?.neurons, neurons);
    const blockStates = fitting(`${name}: blocks`, node?.blocks, blocks);
    for (const [i, neuron] of neurons.entries()) neuron.restore(neuronStates[i]);
    for (const [i, block] of blocks.entries()) restoreBlock(name, block, blockStates[i]);
  }
  const pools = fitting('pools', state.pools, circuit.pools);
  for (const [i, pool] of circuit.pools.entries()) pool.restore(pools[i]);
  conductor.restore(state.start);
  around.traffic.restore(state.traffic);
  around.queue.restore(state.queue, taskMaker(ownersIn(stage)));
}

type Restorable = { restore(state: unknown): void };

function restoreBlock(node: string, { block, synapses }: BlockOfSynapses, state: BlockState): void {
  const alike = synapses.apart === (state.heard.kind === 'apart');
  if (!alike || state.weights.length !== block.posts * block.pres) {
    refuse({
      where: `saved simulation: synapses of ${node}`,
      got: 'other ones than its own options make',
      expected: 'the same',
      hint: 'a file that is not damaged',
    });
  }
  synapses.restore(state);
}

function ownersIn({ circuit, conductor }: Stage): TaskOwner[] {
  const { populations, neurons } = circuit;
  const ofNeurons = Object.values(neurons).flatMap((all) => all.flatMap(({ owners }) => owners));
  return [conductor, ...ofNeurons, ...blockOwners(populations)];
}
