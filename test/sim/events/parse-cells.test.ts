import { describe, expect, it } from 'vitest';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { parseCells } from '../../../src/sim/events/build/parse-cells.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { rules } from '../../../src/sim/rules.js';
import { networks } from '../../agreement/networks.js';
import { randomBatch } from '../../agreement/problems.js';
import { moments } from '../../math/moments.js';
import { refusal, refusesAll } from '../../network/refusals.js';

const network = parseNetwork(networks['skip connection']);
const parse = (description: unknown, seed = 1) => parseCells(description, network, seed, 'cells.json');

describe('cells in a file', () => {
  it('are read as they stand', () => {
    const cells = {
      h1: { tau: 2, noise: { kind: 'white', sd: 0.1 } },
      h2: { tau: [1, 2, 3, 4, 5], noise: { kind: 'ornstein-uhlenbeck', sd: 0.1, tau: 3 }, dead: [0, 4] },
      out: {},
    };
    expect(parse(cells)).toEqual(cells);
  });

  it('have time constants from a distribution, by the seed and the node', () => {
    const tau = { distribution: 'lognormal', mean: 2, sd: 0.5 };
    const of = (seed: number, description: object) => parse(description, seed).h2.tau as number[];
    const drawn = of(1, { h2: { tau } });
    expect(drawn).toHaveLength(5);
    expect(new Set(drawn).size).toBe(5);
    expect(of(1, { h1: { tau }, h2: { tau } })).toEqual(drawn);
    expect(of(2, { h2: { tau } })).not.toEqual(drawn);
    expect(parse({ h1: { tau } }).h1.tau).not.toEqual(expect.arrayContaining(drawn));
    const layers = [{ type: 'dense', units: 4000, activation: 'linear' }];
    const wide = parseNetwork({ input: [1], layers, loss: 'mse' });
    const { mean, sd } = moments(parseCells({ 'layers.0': { tau } }, wide)['layers.0'].tau as number[]);
    expect(Math.abs(mean - 2)).toBeLessThan((4 * 0.5) / Math.sqrt(4000));
    expect(Math.abs(sd / 0.5 - 1)).toBeLessThan(0.06);
  });

  it('are the cells of their list of time constants', () => {
    const taus = [0.5, 1, 2, 4, 8];
    const relax = (tau: readonly number[] | ((unit: number) => number)) => {
      const simulator = new EventSimulator(network, initialParameters(network, 1), {
        cells: { h2: { tau } },
      });
      const relaxation = relaxationOf({ messages: 'threshold', quantum: 0.01, duration: 2 });
      return simulator.relax(randomBatch(network, 1, 1), { rule: rules.ar, relaxation }).activity;
    };
    expect(relax(taus)).toEqual(relax((unit) => taus[unit]));
    expect(relax(taus).h2).not.toEqual(relax(() => 1).h2);
  });

  it('are refused in steps that their time constants do not bear', () => {
    const simulator = (tau: readonly number[] | ((unit: number) => number)) =>
      new EventSimulator(network, initialParameters(network, 1), { cells: { h2: { tau } } });
    const line =
      'EventSimulator.cells.h2.tau with rule ar: got 0.04 with steps of 0.1, expected steps below twice it.';
    for (const tau of [[1, 1, 1, 0.04, 1], (unit: number) => (unit === 3 ? 0.04 : 1)]) {
      const relax = () =>
        simulator(tau).relax(randomBatch(network, 1, 1), { rule: rules.ar, relaxation: relaxationOf() });
      expect(refusal(relax)).toBe(line);
    }
  });
});

describe('cells that cannot be are refused:', () => {
  const needs = 'a number, a list of one for each unit, or {"distribution": ...}';
  refusesAll(parse, [
    ['no object', [1], 'cells.json: got [1], expected an object.'],
    ['a node that is not there', { h3: {} }, 'cells.json: got "h3", expected a node: h1, h2, out. Try h1.'],
    [
      'a key that is not there',
      { h1: { taw: 1 } },
      'cells.json.h1: got unknown key "taw", expected only tau, noise, dead. Try "tau".',
    ],
    ['a time in words', { h1: { tau: 'long' } }, `cells.json.h1.tau: got "long", expected ${needs}.`],
    ['no time', { h1: { tau: 0 } }, 'cells.json.h1.tau: got 0, expected a finite time above 0 tau.'],
    [
      'too few times',
      { h2: { tau: [1] } },
      'cells.json.h2.tau: got 1 numbers, expected 5, one for each unit.',
    ],
    [
      'a list with words',
      { h2: { tau: [1, 'a'] } },
      'cells.json.h2.tau.1: got "a", expected a number above 0.',
    ],
    [
      'a distribution that is not there',
      { h1: { tau: { distribution: 'normal' } } },
      'cells.json.h1.tau.distribution: got "normal", expected one of uniform, exponential, lognormal, gamma. Try "lognormal".',
    ],
    [
      'noise that is not there',
      { h1: { noise: { kind: 'whit', sd: 1 } } },
      'cells.json.h1.noise.kind: got "whit", expected one of white, ornstein-uhlenbeck. Try "white".',
    ],
    [
      'noise of no size',
      { h1: { noise: { kind: 'white' } } },
      'cells.json.h1.noise.sd: got nothing, expected a number of at least 0 (required).',
    ],
    ['dead of no unit', { h2: { dead: [5] } }, 'cells.json.h2.dead: got 5, expected units from 0 to 4.'],
    [
      'dead by half',
      { h2: { dead: [0.5] } },
      'cells.json.h2.dead.0: got 0.5, expected the number of a unit.',
    ],
  ]);
});
