import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findPeer } from '../../bench/python.js';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { rules } from '../../src/sim/rules.js';
import { randomBatch } from '../agreement/problems.js';

// docs/continuous-time.md, "Steps and delays: one rule": for whole steps ours is theirs; else they round to the nearest whole
// number of steps beforehand, and ours is there at the first tick at or after its time.
const stepSize = 0.1;
const whole = [1, 2, 3, 10];
const between = [1.2, 1.4, 1.6, 2.3, 2.7, 7.9];

/** The step after which a neuron first differs from 0 that hears, so many steps late, one that is held from the beginning. */
function ours(lateness: number): number {
  const network = parseNetwork({
    input: [2],
    layers: [
      { type: 'dense', units: 1, activation: 'linear' },
      { type: 'dense', units: 1 },
    ],
    loss: 'mse',
  });
  const delays = { 'layers.1': lateness * stepSize };
  const simulator = new EventSimulator(network, initialParameters(network, 1), { delays });
  const relaxation = relaxationOf({ solver: 'euler', steps: 20, stepSize, initial: 'zero' });
  const { course } = simulator.relax(randomBatch(network, 1, 1), {
    rule: rules.ar,
    relaxation,
    record: true,
  });
  return course.findIndex((frame) => frame['layers.0'].data[0] !== 0);
}

/** The same in a simulator, for each delay; or what it says against it. */
function theirs(python: string, name: string, lateness: readonly number[]): (number | string)[] {
  const file = fileURLToPath(new URL('delay_conventions.py', import.meta.url));
  const input = JSON.stringify(lateness.map((steps) => Number((steps * stepSize).toFixed(6))));
  const { stdout, stderr, status } = spawnSync(python, [file, name], { input, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as (number | string)[];
}

describe('a delay of steps', () => {
  it('is seen at the first step that begins at or after its arrival', () => {
    expect([0, ...whole].map(ours)).toEqual([0, ...whole].map((n) => n + 1));
    expect(between.map(ours)).toEqual(between.map((steps) => Math.ceil(steps) + 1));
  });
});

describe.each([
  { peer: 'brian2', name: 'brian', title: 'Brian2' },
  { peer: 'nest', name: 'nest', title: 'NEST' },
] as const)('$title', ({ peer, name }) => {
  it('counts whole steps as we do, and rounds what is between to the nearest', {
    timeout: 120_000,
  }, (context) => {
    const found = findPeer(peer);
    if ('reason' in found) return context.skip(found.reason);
    const seen = theirs(found.python, name, [...whole, ...between]);
    expect(seen.slice(0, whole.length)).toEqual(whole.map(ours));
    expect(seen.slice(whole.length)).toEqual(between.map((steps) => Math.round(steps) + 1));
  });
});

it('NEST has no rate connection without a delay of a step, Brian2 has one', {
  timeout: 120_000,
}, (context) => {
  const [nest, brian] = [findPeer('nest'), findPeer('brian2')];
  if ('reason' in nest) return context.skip(nest.reason);
  expect(theirs(nest.python, 'nest', [0])).toEqual([expect.stringContaining('BadDelay')]);
  if ('reason' in brian) return context.skip(brian.reason);
  expect(theirs(brian.python, 'brian', [0])).toEqual([ours(0)]);
});
