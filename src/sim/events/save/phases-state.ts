import type { EventQueue } from '../../../messages/queue.js';
import type { QueueState } from '../../../messages/queue-state.js';
import type { TaskOwner } from '../../../messages/task.js';
import type { ArrivalsState } from '../../../neurons/phases/arrivals.js';
import type { InletState } from '../../../neurons/phases/inlet.js';
import type { Population } from '../../../neurons/phases/population.js';
import type { VoiceState } from '../../../neurons/phases/voice.js';
import { adapts } from '../../../rules/names.js';
import type { LateState } from '../../../synapses/phases/line.js';
import type { SynapsesState } from '../../../synapses/phases/projection.js';
import type { WeightsState } from '../../../synapses/phases/weights.js';
import type { CostState } from '../phases/cost.js';
import type { MediumState } from '../phases/medium.js';
import type { Stage } from '../phases/presentation.js';
import { mapValues, taskMaker } from './saved-parts.js';

/** Everything that neurons and synapses of a rule in phases are at a time between two instants, and what waits. */
export interface PhasedCircuitState extends NetworkState {
  readonly queue: QueueState;
}

/** The same without what waits. */
export interface NetworkState {
  /** What it has cost so far. */
  readonly cost: CostState;
  readonly populations: Readonly<Record<string, PopulationState>>;
  readonly weights: Readonly<Record<string, WeightsState>>;
  /** By projection, where weights move during the presentation: what was weighed by weights of before. */
  readonly synapses?: readonly SynapsesState[] | undefined;
  /** By projection, what has come through to it where messages are under way; null where they are not. */
  readonly lines: readonly (LateState | null)[];
  /** Where any begin at ports: by projection, by key what was last said at each; null where it begins at none. */
  readonly ports?: readonly (readonly Float64Array[] | null)[] | undefined;
  readonly medium: MediumState;
}

/** The neurons of a node or input. */
export interface PopulationState {
  /** In the order of the rule's states. */
  readonly states: readonly Float64Array[];
  /** By path, in the order of its keys. */
  readonly inlets: Readonly<Record<string, readonly InletState[]>>;
  readonly voices: Readonly<Record<string, VoiceState>>;
  readonly arrivals: ArrivalsState;
  /** Of neurons with ports, by state: slopes towards them that are in it. */
  readonly slopes?: readonly Float64Array[] | undefined;
}

/** @throws {RelaxonError} within an instant, or when somebody outside has tasks waiting */
export const takePhases = ({ queue, ...network }: Stage): PhasedCircuitState => ({
  queue: queue.state(),
  ...takeNetwork(network),
});

/** Between two instants. */
export function takeNetwork({ circuit, cost }: Pick<Stage, 'circuit' | 'cost'>): NetworkState {
  const { members, used, synapses, rule, lines, ports, medium } = circuit;
  const populations = members.map(({ population }) => [population.name, takePopulation(population)] as const);
  const all = [...used].map(([name, one]) => [name, one.state()] as const);
  return {
    cost: cost.state(),
    populations: Object.fromEntries(populations),
    weights: Object.fromEntries(all),
    lines: lines.map((line) => line?.state() ?? null),
    ...(ports.some((one) => one) && { ports: ports.map((one) => one?.state() ?? null) }),
    medium: medium.state(),
    ...(adapts(rule) && { synapses: synapses.map((one) => one.state()) }),
  };
}

/** Puts a state that was read for this circuit, all of its stimulus presented. */
export function putPhases({ circuit, cost }: Pick<Stage, 'circuit' | 'cost'>, state: NetworkState): void {
  const { members, used, synapses, lines, ports, medium } = circuit;
  for (const [name, one] of used) one.restore(state.weights[name]);
  for (const { population } of members) putPopulation(population, state.populations[population.name]);
  circuit.remake();
  for (const [i, line] of lines.entries()) line?.restore(state.lines[i]!);
  for (const [i, one] of ports.entries()) one?.restore(state.ports![i]!);
  medium.restore(state.medium);
  for (const [i, one] of synapses.entries()) {
    if (state.synapses) one.restore(state.synapses[i]);
    else one.hearAgain();
  }
  cost.restore(state.cost);
}

/** What waits. */
export const putWaiting = (queue: EventQueue, state: QueueState, owners: readonly TaskOwner[]): void =>
  queue.restore(state, taskMaker(owners));

function takePopulation({ states, inlets, voices, arrivals, slopes }: Population): PopulationState {
  return {
    states: states.map((column) => column.slice()),
    inlets: mapValues(inlets, (all) => all.map((inlet) => inlet.state())),
    voices: mapValues(voices, (voice) => voice.state()),
    arrivals: arrivals.state(),
    ...(slopes && { slopes: slopes.state(states.length) }),
  };
}

function putPopulation(
  { states, inlets, voices, arrivals, slopes }: Population,
  state: PopulationState,
): void {
  for (const [k, column] of states.entries()) column.set(state.states[k]);
  for (const [path, all] of Object.entries(inlets))
    for (const [key, inlet] of all.entries()) inlet.restore(state.inlets[path][key]);
  for (const [path, voice] of Object.entries(voices)) voice.restore(state.voices[path]);
  arrivals.restore(state.arrivals);
  if (state.slopes) slopes?.restore(state.slopes);
}
