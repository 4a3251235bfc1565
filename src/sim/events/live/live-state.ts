import type { QueueState } from '../../../messages/queue.js';
import type { TaskOwner } from '../../../messages/task.js';
import type { TrafficState } from '../../../messages/traffic.js';
import type { BlockState } from '../../../synapses/block-state.js';
import type { Conditions } from '../save/conditions.js';
import { blockOwners, fitting, mapValues, taskMaker } from '../save/saved-parts.js';
import type { Surroundings } from '../surroundings.js';
import type { Regime } from './way.js';

/** Everything that a live simulation is at a time between two instants: plain data. */
export interface LiveState {
  /** What it depends on beside: whoever goes on with it has to have the same. */
  readonly conditions: Conditions;
  readonly queue: QueueState;
  readonly traffic: TrafficState;
  /** What the way itself keeps: what is shown, where its clock is. */
  readonly regime: unknown;
  readonly inputs: Readonly<Record<string, readonly unknown[]>>;
  readonly nodes: Readonly<Record<string, LiveNodeState>>;
}

/** The neurons of a node, and its afferent synapses, block by block. */
export interface LiveNodeState {
  readonly neurons: readonly unknown[];
  readonly blocks: readonly BlockState[];
}

/** @throws {RelaxonError} within an instant, or when somebody outside, such as a source, has tasks waiting */
export function takeLiveState(
  conditions: Conditions,
  regime: Regime,
  { queue, traffic }: Surroundings,
): LiveState {
  return {
    conditions,
    queue: queue.state(),
    traffic: traffic.state(),
    regime: regime.state(),
    inputs: mapValues(regime.inputs, (actors) => actors.map((actor) => actor.state())),
    nodes: mapValues(regime.populations, ({ neurons, blocks }) => ({
      neurons: neurons.map((neuron) => neuron.state()),
      blocks: blocks.map(({ synapses }) => synapses.state()),
    })),
  };
}

/** @throws {InputError} on the state of another network; half of it may have been put by then */
export function putLiveState(
  regime: Regime,
  { queue, traffic }: Surroundings,
  outside: TaskOwner,
  state: LiveState,
): void {
  for (const [name, actors] of Object.entries(regime.inputs))
    put(`inputs.${name}`, actors, state.inputs[name]);
  for (const [name, { neurons, blocks }] of Object.entries(regime.populations)) {
    put(`${name}: neurons`, neurons, state.nodes[name]?.neurons);
    const sets = blocks.map(({ synapses }) => synapses);
    put(`${name}: blocks`, sets, state.nodes[name]?.blocks);
  }
  regime.restore(state.regime);
  traffic.restore(state.traffic);
  const owners = [outside, ...regime.owners, ...blockOwners(regime.populations)];
  queue.restore(state.queue, taskMaker(owners));
}

function put<S>(
  what: string,
  actors: readonly { restore(state: S): void }[],
  states: readonly S[] | undefined,
): void {
  const fit = fitting(what, states, actors);
  for (const [i, actor] of actors.entries()) actor.restore(fit[i]);
}
