import { refuse } from '../../../errors.js';
import type { Network } from '../../../network/network.js';
import { builtModules } from '../modules.js';
import { type Surroundings, surroundingsOf } from '../surroundings.js';
import { activationNames } from './activations.js';
import { wholeOf } from './built.js';
import { nodeWriters } from './nodes.js';
import { weightHelpers } from './patterns.js';
import { viewWriters } from './views.js';
import { at, commas, inner, quoted, type Written } from './writer.js';

/**
 * A network as a Python program: a class `Network`, an nn.Module whose modules are called as the nodes, so that it takes the tensors
 * that `toPyTorch` gives. Inputs and activities have our order of axes, [batch, height, width, channels].
 * @throws {InputError} naming the node that PyTorch has no counterpart of
 */
export function programOf(network: Network): string {
  const around = surroundingsOf(network);
  const taken = new Set<string>();
  const modules: (readonly [name: string, module: string])[] = [];
  const lines: string[] = [];
  const wholes = new Map(Object.keys(network.nodes).map((name) => [name, wholeOf(around, name)]));
  for (const [name, whole] of wholes) if (whole) for (const one of inner(network, name)) taken.add(one);
  for (const name of inOrder(network)) {
    if (taken.has(name)) continue;
    const { value, module, parts = [] } = writtenOf(around, name, wholes.get(name));
    if (module) modules.push([name, module]);
    modules.push(...parts);
    lines.push(`${at(name)} = ${value}`);
  }
  return sourceOf(network, modules, lines);
}

/** Nodes with the views between them: each behind all that it takes. */
function inOrder({ inputs, nodes, views = {} }: Network): string[] {
  const done = new Set(Object.keys(inputs));
  const order: string[] = [];
  const visit = (name: string) => {
    if (done.has(name)) return;
    done.add(name);
    for (const one of (views[name] ?? nodes[name]).from) if (!done.has(one)) visit(one);
    order.push(name);
  };
  // Nodes stand in topological order, so that this goes no deeper than a chain of views.
  for (const name of [...Object.keys(nodes), ...Object.keys(views)]) visit(name);
  return order;
}

function writtenOf(around: Surroundings, name: string, whole: Written | undefined): Written {
  const { network, shapes } = around;
  const view = network.views?.[name];
  if (view) {
    if (!Object.hasOwn(viewWriters, view.type)) refuseType(`views.${name}`, view.type);
    return {
      value: viewWriters[view.type](
        view,
        view.from.map((one) => shapes[one]),
      ),
    };
  }
  if (whole) return whole;
  const spec = network.nodes[name];
  // Its weights are written as those of one module.
  if (spec.built && Object.hasOwn(builtModules, spec.built))
    refuse({
      where: `network.nodes.${name}`,
      got: `${spec.built} of which something else looks inside, or that is not as its builder makes it`,
      expected: `nodes that take ${name} alone`,
      hint: 'leaving "built" out of network.json',
    });
  if (!Object.hasOwn(nodeWriters, spec.type)) refuseType(`nodes.${name}`, spec.type);
  const { value, ...modules } = nodeWriters[spec.type](name, spec, around);
  return { ...modules, value: activated(name, spec.activation, value) };
}

function activated(name: string, activation: string, value: string): string {
  if (activation === 'linear') return value;
  if (Object.hasOwn(activationNames, activation)) return `${activationNames[activation]}(${value})`;
  return refuse({
    where: `network.nodes.${name}.activation`,
    got: activation,
    expected: `one that PyTorch has: linear, ${Object.keys(activationNames).join(', ')}`,
    hint: 'writing that node as a module of your own (docs/pytorch.md)',
  });
}

function refuseType(name: string, type: string): never {
  return refuse({
    where: `network.${name}`,
    got: `type ${type}`,
    expected: `one that PyTorch has: ${Object.keys(nodeWriters).join(', ')}`,
    hint: 'writing that node as a module of your own (docs/pytorch.md)',
  });
}

function sourceOf(
  { inputs, outputs }: Network,
  modules: readonly (readonly [name: string, module: string])[],
  lines: readonly string[],
): string {
  const depth = (name: string) => name.split('.').length;
  // A module is there before those within it.
  const placed = [...modules].sort(([a], [b]) => depth(a) - depth(b));
  const names = Object.keys(inputs);
  const given = names.map((name, k) => `${at(name)} = inputs[${k}].reshape(-1, ${commas(inputs[name])})`);
  const answers = Object.keys(outputs).map(at);
  const order = `Takes ${names.map((name) => `${name} [batch, ${commas(inputs[name])}]`).join(', ')}.`;
  return [
    ...helpers,
    ...(modules.some(([, module]) => module.startsWith('Weights(')) || lines.some(ours) ? weightHelpers : []),
    'class Network(nn.Module):',
    `    ${quoted(order)}`,
    '',
    '    def __init__(self):',
    '        super().__init__()',
    ...placed.map(([name, module]) => `        place(self, ${quoted(name)}, ${module})`),
    '',
    '    def forward(self, *inputs):',
    '        a = {}',
    ...[...given, ...lines].map((line) => `        ${line}`),
    `        return ${answers.length === 1 ? answers[0] : `(${answers.join(', ')})`}`,
    '',
  ].join('\n');
}

/** It calls a helper of weights in our order. */
const ours = (line: string): boolean => /\b(local|some)\(/.test(line);

const helpers = `import torch
from torch import nn
from torch.nn import functional as F


def place(root, name, module):
    """Puts a module where its name says: a.b within a."""
    *path, last_part = name.split(".")
    for part in path:
        root = root._modules.setdefault(part, nn.Module())
    root._modules[last_part] = module


def of(root, name):
    for part in name.split("."):
        root = root._modules[part]
    return root


def first(image):
    """Channels first."""
    return image.permute(0, 3, 1, 2)


def last(image):
    return image.permute(0, 2, 3, 1)


def gelu(x):
    return F.gelu(x, approximate="tanh")


def attend(attention, x, tokens, causal):
    mask = torch.ones(tokens, tokens, dtype=torch.bool, device=x.device).triu(1) if causal else None
    return attention(x, x, x, need_weights=False, attn_mask=mask)[0]


class Scale(nn.Module):
    def __init__(self, width, bias):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.bias = nn.Parameter(torch.zeros(width)) if bias else None

    def forward(self, x, shape):
        scaled = x * self.weight.reshape(shape)
        return scaled if self.bias is None else scaled + self.bias.reshape(shape)

`.split('\n');
