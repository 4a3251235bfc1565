// Backpropagation (Rumelhart, Hinton and Williams 1986), feedback alignment (Lillicrap et al. 2016) and direct feedback alignment
// (Nokland 2016) of any graph in plain loops; they owe nothing to src.

import type { NaiveParameters } from '../naive.js';
import {
  addProducts,
  type Circuit,
  type Fields,
  type Node,
  returnedTo,
  type Synapse,
  weightOf,
} from './circuit.js';
import { errorAt } from './functions.js';
import { each, frameOf, type Played, type Sample, type Swept, sweep, zeros } from './played.js';

/**
 * delta = f'(a) (what comes down + dL/dx), dL/dw = delta * rate below. Down comes the delta of those above, times the slope
 * towards the port, over their weights (bp) or over fixed random ones (fa); or, to those that learn and are no outputs, the
 * errors dL/da of all outputs over fixed random weights NODE.direct (dfa).
 */
export function alignment(
  circuit: Circuit,
  parameters: NaiveParameters,
  samples: readonly Sample[],
  rule: 'bp' | 'fa' | 'dfa',
): Played {
  const gradient = zeros(parameters);
  const all = samples.map((sample) => {
    const swept = sweep(circuit, parameters, sample);
    const errors = each(circuit, () => 0);
    for (const [name, loss] of Object.entries(circuit.losses))
      errors[name] = errorAt(loss, swept.rate[name], sample.targets[name]);
    const find = rule === 'dfa' ? toldByOutputs : nodeByNode;
    const delta = find(circuit, parameters, swept, errors, rule === 'fa');
    addProducts(circuit, gradient, 1 / samples.length, { pre: swept.rate, post: delta, gates: swept.gates });
    return { rate: swept.rate, slope: swept.slope, delta };
  });
  const states = frameOf(circuit, {
    rate: all.map(({ rate }) => rate),
    slope: all.map(({ slope }) => slope),
    delta: all.map(({ delta }) => delta),
  });
  const forward = frameOf(circuit, { rate: all.map(({ rate }) => rate) });
  return { forward, course: [], states, ends: [], gradient };
}

function nodeByNode(
  circuit: Circuit,
  parameters: NaiveParameters,
  { slope, gates }: Swept,
  errors: Fields,
  random: boolean,
): Fields {
  const delta = each(circuit, () => 0);
  const over = (synapse: Synapse) => {
    const { owner, place, back } = synapse;
    const own = parameters[`${owner}.feedback`];
    return random && place !== undefined && own ? own.data[back] : weightOf(parameters, synapse);
  };
  for (const node of [...circuit.nodes].reverse()) {
    const { name } = node;
    const down = returnedTo(circuit, parameters, node, delta, gates, over);
    delta[name] = down.map((sum, unit) => (sum + errors[name][unit]) * slope[name][unit]);
  }
  return delta;
}

function toldByOutputs(
  circuit: Circuit,
  parameters: NaiveParameters,
  { slope }: Swept,
  errors: Fields,
): Fields {
  const outputs = circuit.nodes.filter(({ output }) => output);
  const told = outputs.flatMap(({ name }) => errors[name].map((error, unit) => error * slope[name][unit]));
  const heard = ({ name, output }: Node, unit: number): number => {
    const direct = parameters[`${name}.direct`];
    if (output || !direct) return errors[name][unit];
    return told.reduce((sum, error, k) => sum + direct.data[unit * told.length + k] * error, 0);
  };
  return each(circuit, (node, unit) => heard(node, unit) * slope[node.name][unit]);
}
