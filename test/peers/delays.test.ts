import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findPeer } from '../../bench/python.js';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import type { Delay } from '../../src/sim/events/build/delays.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { rules } from '../../src/sim/rules.js';
import { asSet, forReference, randomBatch } from '../agreement/problems.js';
import type { Description } from '../reference/index.js';
import { initialState, prepare } from '../reference/problem.js';

const stepSize = 0.1;
const steps = 25;

const dense = (units: number, activation: string, ...from: string[]) => ({
  type: 'dense',
  units,
  activation,
  from,
});
const networks: Readonly<Record<string, Description>> = {
  'a chain of two': {
    inputs: { image: [2] },
    nodes: { a: dense(1, 'linear', 'image'), out: dense(1, 'linear', 'a') },
    outputs: { out: { loss: 'mse' } },
  },
  'a chain of four': {
    inputs: { image: [2] },
    nodes: {
      a: dense(2, 'tanh', 'image'),
      b: dense(3, 'sigmoid', 'a'),
      c: dense(2, 'tanh', 'b'),
      out: dense(2, 'linear', 'c'),
    },
    outputs: { out: { loss: 'mse' } },
  },
  'a graph with a shortcut, and an output in its midst': {
    inputs: { image: [2] },
    nodes: {
      a: dense(2, 'tanh', 'image'),
      b: dense(2, 'softplus', 'a'),
      out: dense(2, 'sigmoid', 'b', 'a'),
    },
    outputs: { b: { loss: 'mse' }, out: { loss: 'mse' } },
  },
};

/** Steps by which feedback is late: others for each synapse. */
type Late = (post: number, pre: number, parent: number) => number;

interface RateNetwork {
  readonly neurons: readonly { readonly x: number; readonly mu: number }[];
  readonly connections: readonly { from: number; to: number; weight: number; steps: number }[];
}

/** What a relaxation is to a simulator of rate neurons: a neuron for each unit, a connection for each way down. */
function rateNetwork(description: Description, seed: number, late: Late): RateNetwork {
  const { parameters, batch } = partsOf(description, seed);
  const { graph, latched, weights, errors } = prepare(description, asSet(parameters), forReference(batch));
  const start = initialState(prepare(description, asSet(parameters), forReference(batch)), 'forward');
  const place = new Map<string, number>();
  const neurons: { x: number; mu: number }[] = [];
  for (const { name } of graph.order) {
    place.set(name, neurons.length);
    for (const [i, x] of start[name][0].entries()) neurons.push({ x, mu: errors[name]?.[0][i] ?? 0 });
  }
  const connections = graph.order.flatMap(({ name: parent }) =>
    graph.children[parent].flatMap(({ child, offset }) => {
      const { from } = graph.order.find(({ name }) => name === child)!;
      return weights[child].flatMap((row, post) =>
        start[parent][0].map((_, pre) => ({
          from: place.get(child)! + post,
          to: place.get(parent)! + pre,
          weight: row[offset + pre] * latched[child].slope[0][post],
          steps: late(post, pre, from.indexOf(parent)),
        })),
      );
    }),
  );
  return { neurons, connections };
}

function partsOf(description: Description, seed: number) {
  const network = parseNetwork(description);
  return { network, parameters: initialParameters(network, seed), batch: randomBatch(network, 1, seed) };
}

/** Courses of all units, in the order of the nodes. */
function ours(description: Description, seed: number, late: Late): number[][] {
  const { network, parameters, batch } = partsOf(description, seed);
  const delay: Delay = (post, pre, parent) => late(post, pre, parent) * stepSize;
  const delays = Object.fromEntries(Object.keys(network.nodes).map((name) => [name, delay]));
  const relaxation = relaxationOf({ steps, stepSize });
  const simulator = new EventSimulator(network, parameters, { delays });
  const { course } = simulator.relax(batch, { rule: rules.ar, relaxation, record: true });
  const { graph } = prepare(description, asSet(parameters), forReference(batch));
  return graph.order.flatMap(({ name, units }) =>
    Array.from({ length: units }, (_, i) => course.map((frame) => frame[name].data[i])),
  );
}

const peers = [
  { name: 'Brian2', peer: 'brian2', script: 'relaxation_brian.py', fewest: 0 },
  // NEST has no rate connections with a delay of no step.
  { name: 'NEST', peer: 'nest', script: 'relaxation_nest.py', fewest: 1 },
] as const;

describe.each(peers)('$name', ({ peer, script, fewest }) => {
  it('relaxes with delays of whole steps as we do', { timeout: 300_000 }, (context) => {
    const found = findPeer(peer);
    if ('reason' in found) return context.skip(found.reason);
    const late: Late = (post, pre, parent) => fewest + ((post + 2 * pre + 3 * parent) % 4);
    const tasks = Object.values(networks).map((description, i) => rateNetwork(description, i + 1, late));
    const input = JSON.stringify({ h: stepSize, steps, networks: tasks });
    const file = fileURLToPath(new URL(script, import.meta.url));
    const { stdout, stderr, status } = spawnSync(found.python, [file], {
      input,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    expect(status, stderr).toBe(0);
    const { courses } = JSON.parse(stdout.trim().split('\n').at(-1)!) as { courses: number[][][] };
    for (const [i, description] of Object.values(networks).entries()) {
      const got = ours(description, i + 1, late);
      expect(got.length).toBe(courses[i].length);
      for (const [unit, course] of got.entries()) {
        expect(courses[i][unit].length).toBe(course.length);
        for (const [k, x] of course.entries()) expect(Math.abs(x - courses[i][unit][k])).toBeLessThan(1e-12);
      }
    }
  });
});
