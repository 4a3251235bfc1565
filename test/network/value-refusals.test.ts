import { describe } from 'vitest';
import { nodeTypes } from '../../src/network/nodes.js';
import { parseNetwork } from '../../src/network/parse.js';
import { viewTypes } from '../../src/network/views.js';
import { dense, graphWith, hiddenWith } from './descriptions.js';
import { type Cases, refusesAll } from './refusals.js';

const types = [...Object.keys(nodeTypes), ...Object.keys(viewTypes)];

const activations =
  'one of linear, relu, tanh, sigmoid, softplus, gelu, silu, exp, square, abs, reciprocal, rsqrt';
const initialisers = 'one of normal, uniform, glorot, he, zeros, constant';
const whole = 'a whole number of at least 1';
const naming = 'letters, digits, "_", "-" and ".", beginning with a letter or "_"';
const named = (name: string) => graphWith({ nodes: { [name]: dense(1, 'u') } });

const misspelt: Cases = [
  [
    'an activation',
    hiddenWith({ activation: 'RELLU' }),
    `network.nodes.hidden.activation: got "RELLU", expected ${activations}. Try "relu".`,
  ],
  [
    'an activation like none',
    hiddenWith({ activation: 'heaviside' }),
    `network.nodes.hidden.activation: got "heaviside", expected ${activations}.`,
  ],
  [
    'an activation that is a number',
    hiddenWith({ activation: 3 }),
    `network.nodes.hidden.activation: got 3, expected ${activations}.`,
  ],
  [
    'a method of every object',
    hiddenWith({ activation: 'toString' }),
    `network.nodes.hidden.activation: got "toString", expected ${activations}.`,
  ],
  [
    'a loss',
    graphWith({ outputs: { out: { loss: 'cross-entrpy' } } }),
    'network.outputs.out.loss: got "cross-entrpy", expected one of mse, cross-entropy. Try "cross-entropy".',
  ],
  [
    'a node type',
    hiddenWith({ type: 'dens' }),
    `network.nodes.hidden.type: got "dens", expected one of ${types.join(', ')}. Try "dense".`,
  ],
  [
    'an initialiser of a node',
    hiddenWith({ init: { weight: 'glorrot' } }),
    `network.nodes.hidden.init.weight.type: got "glorrot", expected ${initialisers}. Try "glorot".`,
  ],
  [
    'an initialiser of the network',
    graphWith({ init: { bias: { type: 'zeroes' } } }),
    `network.init.bias.type: got "zeroes", expected ${initialisers}. Try "zeros".`,
  ],
  [
    'a distribution',
    graphWith({ init: { weight: { type: 'he', distribution: 'unifrom' } } }),
    'network.init.weight.distribution: got "unifrom", expected one of uniform, normal. Try "uniform".',
  ],
  [
    'a parent',
    graphWith({ nodes: { out: dense(2, 'hiden') } }),
    'network.nodes.out.from: got "hiden", expected one of u, hidden, out. Try "hidden".',
  ],
  [
    'an output',
    graphWith({ outputs: { outt: { loss: 'mse' } } }),
    'network.outputs: got "outt", expected one of hidden, out. Try "out".',
  ],
];

const badValues: Cases = [
  ...[0, -3, 1.5, null, '300', true, [3], Number.NaN, Infinity].map((units) => {
    const shown = typeof units === 'number' ? String(units) : JSON.stringify(units);
    const line = `network.nodes.hidden.units: got ${shown}, expected ${whole}.`;
    return [`units ${shown}`, hiddenWith({ units }), line] as const;
  }),
  ['units in a bigint', hiddenWith({ units: 3n }), `network.nodes.hidden.units: got 3, expected ${whole}.`],
  [
    'a parent that is no text',
    hiddenWith({ from: ['u', 3] }),
    'network.nodes.hidden.from.1: got 3, expected the name of a parent.',
  ],
  [
    'parents in a text',
    hiddenWith({ from: 'u' }),
    'network.nodes.hidden.from: got "u", expected a list of parents.',
  ],
  ['no parent', hiddenWith({ from: [] }), 'network.nodes.hidden.from: got [], expected at least one parent.'],
  ['an input of 0', graphWith({ inputs: { u: [2, 0] } }), `network.inputs.u.1: got 0, expected ${whole}.`],
  [
    'an input without axes',
    graphWith({ inputs: { u: [] } }),
    'network.inputs.u: got [], expected at least one axis, like [784].',
  ],
  [
    'an input that is a number',
    graphWith({ inputs: { u: 784 } }),
    'network.inputs.u: got 784, expected a list of sizes, like [784].',
  ],
  [
    'a negative sd',
    graphWith({ init: { weight: { type: 'normal', sd: -1 } } }),
    'network.init.weight.sd: got -1, expected a number of at least 0.',
  ],
  [
    'an infinite mean',
    graphWith({ init: { weight: { type: 'normal', mean: Infinity } } }),
    'network.init.weight.mean: got Infinity, expected a number.',
  ],
  [
    'low above high',
    graphWith({ init: { bias: { type: 'uniform', low: 1, high: 0 } } }),
    'network.init.bias: got {"type":"uniform","low":1,"high":0}, expected a low not above high.',
  ],
];

const badGraphs: Cases = [
  ['a name with a space', named('my node'), `network.nodes: got the name "my node", expected ${naming}.`],
  ['a name with a line break', named('a\n'), `network.nodes: got the name "a\\n", expected ${naming}.`],
  ['an empty name', named(''), `network.nodes: got the name "", expected ${naming}.`],
  ['a name that is a number', named('1'), `network.nodes: got the name "1", expected ${naming}.`],
  [
    'a node __proto__',
    named('__proto__'),
    'network.nodes: got the name "__proto__", expected one that not every object has already.',
  ],
  [
    'an input toString',
    graphWith({ inputs: { toString: [1] } }),
    'network.inputs: got the name "toString", expected one that not every object has already.',
  ],
  [
    'a parent __proto__',
    hiddenWith({ from: ['__proto__'] }),
    'network.nodes.hidden.from: got "__proto__", expected one of u, hidden, out.',
  ],
  [
    'a node named like an input',
    named('u'),
    'network.nodes.u: got the name of an input, expected a name of its own.',
  ],
  [
    'a node named like the synapses of another',
    graphWith({ nodes: { 'hidden.weight': dense(1, 'u'), out: dense(2, 'hidden', 'hidden.weight') } }),
    'network.nodes.hidden.weight: got the name of the weight of node hidden, expected a name of its own.',
  ],
  [
    'an input named like the feedback of a node',
    graphWith({ inputs: { u: [3], 'out.feedback': [1] }, nodes: { hidden: dense(4, 'u', 'out.feedback') } }),
    'network.inputs.out.feedback: got the name of the feedback of node out, expected a name of its own.',
  ],
  [
    'more units than parameters could be kept for',
    hiddenWith({ units: 4e9 }),
    'network.hidden: got 16000000000 parameters up to this node, expected at most 268435456.',
  ],
  [
    'an input of more axes than numbers count',
    graphWith({ inputs: { u: Array(40).fill(2 ** 30) } }),
    'network.u: got Infinity units, expected at most 268435456.',
  ],
  [
    'a dead end',
    named('idle'),
    'network.nodes.idle: got nothing that takes its activity, expected a node with it in "from" or an entry in outputs.',
  ],
  [
    'an unused input',
    graphWith({ inputs: { u: [3], v: [2] } }),
    'network.inputs.v: got nothing that takes its activity, expected a node with it in "from".',
  ],
  [
    'an input as output',
    graphWith({ outputs: { u: { loss: 'mse' } } }),
    'network.outputs: got "u", expected one of hidden, out. Try "out".',
  ],
];

describe.each([
  ['misspelt', misspelt],
  ['a value out of range', badValues],
  ['not a graph', badGraphs],
])('refused: %s', (_, cases) => refusesAll(parseNetwork, cases));
