import { describe } from 'vitest';
import { parseNetwork } from '../../src/network/parse.js';
import { dense, graphWith, hiddenWith } from './descriptions.js';
import { type Cases, refusesAll } from './refusals.js';

const fromJson = (inside: string) => JSON.parse(`{"inputs": {"u": [1]}, ${inside}}`);
const out = '"outputs": {"out": {"loss": "mse"}}';

const twoLines = Object.assign(() => 1, { toString: () => 'one\ntwo' });

const notAnObject: Cases = [
  ['null', null, 'network: got null, expected an object.'],
  ['nothing', undefined, 'network: got nothing, expected an object.'],
  ['an array', [], 'network: got [], expected an object.'],
  ['a text', 'dense', 'network: got "dense", expected an object.'],
  ['what prints as two lines', twoLines, 'network: got one two, expected an object.'],
  ['what is long', 'x'.repeat(100), `network: got "${'x'.repeat(56)}..., expected an object.`],
  ['null nodes', { inputs: { u: [1] }, nodes: null }, 'network.nodes: got null, expected an object.'],
  ['nodes as an array', { inputs: { u: [1] }, nodes: [1] }, 'network.nodes: got [1], expected an object.'],
  [
    'an output as a text',
    graphWith({ outputs: { out: 'mse' } }),
    'network.outputs.out: got "mse", expected an object.',
  ],
  ['initialisers as an array', graphWith({ init: [] }), 'network.init: got [], expected an object.'],
  ['null initialisers', graphWith({ init: null }), 'network.init: got null, expected an object.'],
  [
    "a node's initialisers as an array",
    hiddenWith({ init: [] }),
    'network.nodes.hidden.init: got [], expected an object.',
  ],
];

const unknownKeys: Cases = [
  [
    'at the top',
    graphWith({ output: {} }),
    'network: got unknown key "output", expected only inputs, nodes, views, outputs, init. Try "outputs".',
  ],
  [
    'in a node',
    hiddenWith({ unit: 3 }),
    'network.nodes.hidden: got unknown key "unit", expected only type, units, bias, activation, from, init, relaxes, share, built. Try "units".',
  ],
  [
    "in a node's init",
    hiddenWith({ init: { wieght: 'he' } }),
    'network.nodes.hidden.init: got unknown key "wieght", expected only weight, bias, feedback, direct. Try "weight".',
  ],
  [
    "in the network's init",
    graphWith({ init: { biass: 'zeros' } }),
    'network.init: got unknown key "biass", expected only weight, bias, feedback, direct. Try "bias".',
  ],
  [
    'in an initialiser',
    graphWith({ init: { weight: { type: 'uniform', hihg: 1 } } }),
    'network.init.weight: got unknown key "hihg", expected only type, low, high. Try "high".',
  ],
  [
    'in an output',
    graphWith({ outputs: { out: { loss: 'mse', weight: 2 } } }),
    'network.outputs.out: got unknown key "weight", expected only loss.',
  ],
  [
    '__proto__ at the top',
    fromJson(`"__proto__": {}, "nodes": {"out": {"type": "dense", "units": 1, "from": ["u"]}}, ${out}`),
    'network: got unknown key "__proto__", expected only inputs, nodes, views, outputs, init.',
  ],
  [
    '__proto__ in a node',
    fromJson(`"nodes": {"out": {"__proto__": {"units": 1}, "type": "dense", "from": ["u"]}}, ${out}`),
    'network.nodes.out: got unknown key "__proto__", expected only type, units, bias, activation, from, init, relaxes, share, built.',
  ],
  [
    "__proto__ in a node's init",
    fromJson(
      `"nodes": {"out": {"type": "dense", "units": 1, "from": ["u"], "init": {"__proto__": "he"}}}, ${out}`,
    ),
    'network.nodes.out.init: got unknown key "__proto__", expected only weight, bias, feedback, direct.',
  ],
];

const missing: Cases = [
  [
    'type',
    hiddenWith({ type: undefined }),
    'network.nodes.hidden.type: got nothing, expected the name of a node type.',
  ],
  [
    'units',
    { ...graphWith(), nodes: { out: { type: 'dense', from: ['u'] } } },
    `network.nodes.out.units: got nothing, expected a whole number of at least 1 (required).`,
  ],
  [
    'from',
    { ...graphWith(), nodes: { out: { type: 'dense', units: 1 } } },
    'network.nodes.out.from: got nothing, expected a list of parents (required).',
  ],
  [
    'a loss',
    graphWith({ outputs: { out: {} } }),
    'network.outputs.out.loss: got nothing, expected one of mse, cross-entropy.',
  ],
  [
    'the type of an initialiser',
    graphWith({ init: { weight: { sd: 1 } } }),
    'network.init.weight.type: got nothing, expected the name of an initialiser.',
  ],
  ['every output', graphWith({ outputs: {} }), 'network.outputs: got none, expected at least one.'],
  [
    'outputs',
    { inputs: { u: [1] }, nodes: { out: dense(1, 'u') } },
    'network.outputs: got nothing, expected an object.',
  ],
  ['every input', graphWith({ inputs: {} }), 'network.inputs: got none, expected at least one.'],
  ['every node', { inputs: { u: [1] }, nodes: {} }, 'network.nodes: got none, expected at least one.'],
];

describe.each([
  ['not an object', notAnObject],
  ['an unknown key', unknownKeys],
  ['missing', missing],
])('refused: %s', (_, cases) => refusesAll(parseNetwork, cases));
