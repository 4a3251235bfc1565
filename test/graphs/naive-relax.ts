// Activation relaxation of any graph in plain loops, one sample and one unit after the other, each node with choices of its
// own; it owes nothing to src. Steps are synchronous, activities begin at the forward sweep, losses are half squared distances.

import {
  activities,
  holderOf,
  type NaiveGraph,
  type NaiveParameters,
  type Named,
  type Taken,
  type Wired,
  wiredOf,
} from './naive.js';

/** What a node chooses. */
export interface NaiveChoice {
  readonly feedback: 'transpose' | 'random' | 'learned';
  readonly derivative: 'frozen' | 'none';
  readonly updateDerivative: 'frozen' | 'none';
}

export interface NaiveSetting {
  readonly choiceOf: (name: string, type: string, named?: Named) => NaiveChoice;
  readonly steps: number;
  readonly stepSize: number;
}

type Fields = Record<string, number[]>;

export interface NaiveRelaxed {
  /** After each step, what it begins with first. */
  readonly course: readonly Fields[];
  readonly gradient: Readonly<Record<string, number[]>>;
}

const slopes: Record<string, (a: number) => number> = {
  linear: () => 1,
  relu: (a) => (a > 0 ? 1 : 0),
  tanh: (a) => 1 - Math.tanh(a) ** 2,
};

/** What a unit takes from another. */
interface Synapse {
  readonly node: string;
  readonly unit: number;
  readonly from: string;
  readonly pre: number;
  /** Place of its weight; undefined of one that is fixed. */
  readonly place: number | undefined;
  readonly weight: number;
  /** Whose weight it is, and of which projection the synapse is. */
  readonly holder: string;
  readonly named: Named | undefined;
  /** How the pre-activation changes with what the port brings. */
  readonly gate: number;
  /** f' of the unit. */
  readonly slope: number;
}

/** One sample. */
export function relaxSample(
  graph: NaiveGraph,
  parameters: NaiveParameters,
  { inputs, targets }: { readonly inputs: Fields; readonly targets: Fields },
  { choiceOf, steps, stepSize }: NaiveSetting,
): NaiveRelaxed {
  const wired = [...wiredOf(graph)];
  const rates = activities(graph, parameters, inputs);
  const choice = (name: string, named?: Named) => choiceOf(name, graph.nodes[name].type, named);
  const synapses = wired.flatMap(([name, one]) => synapsesOf(graph, name, one, parameters, rates));
  const names = wired.map(([name]) => name);
  const taken = new Set(Object.values(graph.nodes).flatMap(({ from }) => from));
  const isOutput = (name: string) => name in graph.outputs;
  const moving = names.filter((name) => !isOutput(name) || taken.has(name));
  const learns = (name: string) =>
    Object.keys(parameters).some((key) => key === `${name}.weight` || key.startsWith(`${name}:`));
  const errors: Fields = {};
  for (const name of names)
    errors[name] = rates[name].map((rate, u) => (isOutput(name) ? rate - targets[name][u] : 0));
  const x: Fields = {};
  for (const name of names) x[name] = [...(moving.includes(name) ? rates : errors)[name]];
  const down = (s: Synapse): number => {
    const told = choice(s.node).derivative === 'frozen' ? s.slope * s.gate : 1;
    return x[s.node][s.unit] * told * carrier(graph, parameters, s, choice(s.node, s.named));
  };
  const drive = (name: string): number[] => {
    const sums = [...errors[name]];
    for (const s of synapses) if (s.from === name) sums[s.pre] += down(s);
    return sums;
  };
  const course: Fields[] = [];
  // Nodes without weights take no time, those nearest to the outputs first.
  const end = () => {
    for (const name of [...moving].reverse()) if (!learns(name)) x[name] = drive(name);
    course.push(Object.fromEntries(names.map((name) => [name, [...x[name]]])));
  };
  end();
  for (let step = 0; step < steps; step++) {
    const relaxing = moving.filter(learns);
    const drives = relaxing.map(drive);
    for (const [i, name] of relaxing.entries())
      x[name] = x[name].map((v, u) => v + stepSize * (drives[i][u] - v));
    end();
  }
  const gradient: Fields = {};
  for (const [name, { data }] of Object.entries(parameters)) gradient[name] = Array.from(data, () => 0);
  for (const s of synapses) {
    if (s.place === undefined) continue;
    const { updateDerivative, feedback } = choice(s.node, s.named);
    const told = x[s.node][s.unit] * (updateDerivative === 'frozen' ? s.slope : 1);
    gradient[`${s.holder}.weight`][s.place] += told * rates[s.from][s.pre];
    const own = `${s.holder}.feedback`;
    if (feedback === 'learned' && own in gradient)
      gradient[own][turned(graph, parameters, s)] += told * rates[s.from][s.pre];
  }
  for (const [name, { biasOf, units }] of wired)
    for (const unit of units.keys()) {
      const [one] = synapses.filter((s) => s.node === name && s.unit === unit);
      const slope = choice(name).updateDerivative === 'frozen' ? one.slope : 1;
      if (biasOf) gradient[`${name}.bias`][biasOf(unit)] += x[name][unit] * slope;
    }
  return { course, gradient };
}

/** What a message comes down over. */
function carrier(
  graph: NaiveGraph,
  parameters: NaiveParameters,
  synapse: Synapse,
  { feedback }: NaiveChoice,
): number {
  if (synapse.place === undefined || feedback === 'transpose') return synapse.weight;
  return parameters[`${synapse.holder}.feedback`].data[turned(graph, parameters, synapse)];
}

/** Where the feedback weight beside a weight stands: of dense nodes [in, out], of convolutions as the weight. */
function turned({ nodes }: NaiveGraph, parameters: NaiveParameters, synapse: Synapse): number {
  const { node, place, named, holder } = synapse;
  if ((named?.pattern ?? nodes[node].type) !== 'dense') return place!;
  const { units = 0, shape = [] } = nodes[node] as { units?: number; shape?: number[] };
  const outs = units || shape.reduce((product, n) => product * n, 1);
  const ins = parameters[`${holder}.weight`].data.length / outs;
  return (place! % ins) * outs + Math.floor(place! / ins);
}

function synapsesOf(
  { nodes }: NaiveGraph,
  node: string,
  { units, integration, biasOf }: Wired,
  parameters: NaiveParameters,
  rates: Fields,
): Synapse[] {
  const { from, activation = 'linear' } = nodes[node];
  const weightOf = (one: Taken) =>
    one.weight === undefined ? one.factor : parameters[`${holderOf(one, node)}.weight`].data[one.weight];
  return units.flatMap((ports, unit) => {
    const brought = ports.map((taken) =>
      taken.reduce((sum, one) => sum + weightOf(one) * rates[from[one.parent]][one.pre], 0),
    );
    const product = (list: readonly number[]) => list.reduce((a, b) => a * b, 1);
    const together = {
      sum: brought.reduce((a, b) => a + b),
      product: product(brought),
      max: Math.max(...brought),
    }[integration];
    const bias = biasOf ? parameters[`${node}.bias`].data[biasOf(unit)] : 0;
    const slope = slopes[activation](together + bias);
    return ports.flatMap((taken, port) => {
      const gate = {
        sum: 1,
        product: product(brought.filter((_, other) => other !== port)),
        max: brought.indexOf(together) === port ? 1 : 0,
      }[integration];
      return taken.map((one) => ({
        ...{ node, unit, from: from[one.parent], pre: one.pre, place: one.weight },
        ...{ weight: weightOf(one), holder: holderOf(one, node), named: one.named, gate, slope },
      }));
    });
  });
}
