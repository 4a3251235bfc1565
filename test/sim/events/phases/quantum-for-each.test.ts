import { expect, it } from 'vitest';
import type { Message } from '../../../../src/messages/message.js';
import { initialParameters } from '../../../../src/network/parameters.js';
import { ar } from '../../../../src/rules/ar.js';
import { pc } from '../../../../src/rules/pc.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { Quantum } from '../../../../src/sim/messages.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import { chain, example } from '../../../reference/index.js';
import { problemOf } from '../../batched/problem.js';

const { network, batch } = problemOf(example(chain('tanh', 'mse'), 1));
const nodes = Object.keys(network.nodes);
const settling = phased(pc, { steps: 20, stepSize: 0.25 });

/** What is said on change, and where that ends. */
function said(rule: PhasedRule, quantum: Quantum) {
  const simulator = new EventSimulator(network, initialParameters(network, 3, pathwayOf(rule)), {
    grain: 'arbor',
  });
  const log: Message[] = [];
  simulator.listen(...Object.keys(network.inputs), ...nodes).subscribe((message) => log.push(message));
  // A quantum of 0 has a meaning where steps are taken.
  const relaxation = { ...relaxationOf({}), messages: 'threshold', quantum } as const;
  return { log, relaxed: simulator.relax(batch, { rule, relaxation }) };
}

const each = (of: (node: string) => number) => Object.fromEntries(nodes.map((node) => [node, of(node)]));
const of = (log: readonly Message[], node: string) =>
  log.filter(({ source }) => source.startsWith(`${node}[`));

it.each([
  ['pc', settling],
  ['ar', phased(ar, { derivative: 'current', inputs: 'relaxing', steps: 20, stepSize: 0.25 })],
])('the same quantum for each node is one for all, where inputs do not move: %s', (name, rule) => {
  const all = said(rule, 0.05);
  const same = said(
    rule,
    each(() => 0.05),
  );
  if (name === 'pc') expect(same).toEqual(all);
  // Inputs that move say all that changes.
  else expect(of(same.log, 'input').length).toBeGreaterThan(of(all.log, 'input').length);
  for (const node of nodes) expect(of(same.log, node).length).toBeGreaterThan(0);
});

it('a node with a larger one says less, and the others what is left to say', () => {
  const exact = said(settling, 0);
  const seldom = said(
    settling,
    each((node) => (node === 'layers.1' ? 0.1 : 0)),
  );
  const down = (log: readonly Message[], node: string) =>
    of(log, node).filter(({ kind }) => kind === 'down.e').length;
  expect(down(seldom.log, 'layers.1')).toBeLessThan(down(exact.log, 'layers.1') / 2);
  expect(down(seldom.log, 'layers.2')).toBeGreaterThan(down(exact.log, 'layers.2') / 2);
  expect(seldom.relaxed.states).not.toEqual(exact.relaxed.states);
  // Each is spoken of when it has moved by more than that since it last was.
  const last = new Map<string, number>();
  for (const { source, kind, value } of of(seldom.log, 'layers.1').filter(({ kind }) => kind === 'down.e')) {
    const before = last.get(source);
    if (before !== undefined) expect(Math.abs(value - before)).toBeGreaterThan(0.1);
    last.set(source, value);
    expect(kind).toBe('down.e');
  }
});

it('is refused for nodes that there are not, and where one has none', () => {
  expect(() => said(settling, { 'layers.0': 1 })).toThrow(/quantum with rule pc.*: got none for layers.1/);
  expect(() => said(settling, { ...each(() => 1), 'layer.0': 1 })).toThrow(/got "layer.0".*Try layers.0/);
});
