/** Counts by the way a message goes: up (activity), down (feedback), and from a neuron to its own synapses (teaching). */
export interface Ways {
  readonly up: number;
  readonly down: number;
  readonly teaching: number;
}

/**
 * What presentations cost on hardware where only messages do. A message is said once by its neuron, whatever its value
 * (zero, too), and counts if any synapse hears it; a dead neuron says nothing. A synaptic operation is one message setting out into one synapse: on its way
 * up or down, or to teach it (gradient += gain pre post, once per term of the rule). A copy that is sent again or doubled by
 * a wire is an operation more, whether or not it arrives or is dropped there. Not counted: what a clock, a teacher or a pool
 * says, and the change of weights itself, once per minibatch.
 */
export interface Energy {
  readonly messages: Ways;
  readonly operations: Ways;
}

/** Nothing done yet. */
export const noEnergy: Energy = {
  messages: { up: 0, down: 0, teaching: 0 },
  operations: { up: 0, down: 0, teaching: 0 },
};

/** All messages, or all synaptic operations. */
export const total = ({ up, down, teaching }: Ways): number => up + down + teaching;

/** What two together cost. */
export const addEnergy = (a: Energy, b: Energy): Energy => ({
  messages: addWays(a.messages, b.messages),
  operations: addWays(a.operations, b.operations),
});

const addWays = (a: Ways, b: Ways): Ways => ({
  up: a.up + b.up,
  down: a.down + b.down,
  teaching: a.teaching + b.teaching,
});
