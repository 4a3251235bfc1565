import { describe, expect, it } from 'vitest';
import type { Parameters, Values } from '../../../../src/network/parameters.js';
import { matrix } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { bp } from '../../../../src/rules/bp.js';
import { dfa } from '../../../../src/rules/dfa.js';
import { fa } from '../../../../src/rules/fa.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { phased } from '../../../../src/sim/phased.js';
import { paperRelaxation as relaxation } from '../../../../src/sim/relaxation.js';
import { asRows } from '../../../agreement/problems.js';
import { numbers } from '../../../reference/index.js';
import { exact } from './exact.js';
import { angle, norm } from './vectors.js';

type Rows = readonly (readonly number[])[];
const rows = (count: number, columns: number, next: () => number): number[][] =>
  Array.from({ length: count }, () => Array.from({ length: columns }, next));
const times = (weight: Rows, x: readonly number[]): number[] =>
  weight.map((row) => row.reduce((sum, w, j) => sum + w * x[j], 0));
const zeros = (...shape: number[]): Values => ({
  shape,
  data: new Float64Array(shape.reduce((product, n) => product * n, 1)),
});
const layersOf = (units: readonly number[], activation: string) =>
  units.map((n) => ({ type: 'dense', units: n, activation }));

/** Normal numbers, by Box and Muller. */
function normal(next: () => number): () => number {
  const uniform = () => (next() + 1) / 2;
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

describe.each([1, 2, 3])('seed %i', (seed) => {
  // Lillicrap et al. 2016, its first network: x normal, y = T x with T in [-1, 1), W in [-.01, .01), B in [-.5, .5).
  it('feedback alignment learns a linear map while weights turn towards the feedback', () => {
    const next = numbers(seed);
    const teacher = rows(10, 30, next);
    const feedback = rows(20, 10, () => next() / 2);
    const drawn = normal(next);
    const stimuli = rows(500, 30, drawn);
    const targets = stimuli.map((x) => times(teacher, x));
    const simulator = new BatchedSimulator(
      parseNetwork({ input: [30], layers: layersOf([20, 10], 'linear'), loss: 'mse' }),
      {
        'layers.0.weight': matrix(rows(20, 30, () => next() / 100)),
        'layers.0.bias': zeros(20),
        'layers.1.weight': matrix(rows(10, 20, () => next() / 100)),
        'layers.1.bias': zeros(10),
        'layers.1.feedback': matrix(feedback),
      },
      exact,
    );
    const answers = () => asRows(simulator.predict({ input: matrix(stimuli) })['layers.1']);
    const errors = () => answers().map((y, s) => y.map((value, i) => value - targets[s][i]));
    const squares = (some: Rows) => some.flat().reduce((sum, value) => sum + value ** 2, 0);
    const apart = () => {
      const weight = asRows(simulator.parameters()['layers.1.weight']);
      const transposed = weight[0].map((_, j) => weight.map((row) => row[j]));
      const angles = errors()
        .slice(0, 50)
        .map((e) => angle(times(feedback, e), times(transposed, e)));
      return angles.reduce((sum, degrees) => sum + degrees, 0) / angles.length;
    };
    const first = apart();
    // As 500 single samples at a rate of 0.01, five at a time.
    let third = Number.NaN;
    for (let k = 0; k < 500; k += 5) {
      if (k === 300) third = apart();
      const some = (set: Rows) => matrix(set.slice(k, k + 5));
      const batch = { size: 5, inputs: { input: some(stimuli) }, targets: { 'layers.1': some(targets) } };
      simulator.train(batch, { rule: phased(fa), relaxation, learningRate: 0.05 });
    }
    expect(first).toBeGreaterThan(70);
    expect(first).toBeLessThan(110);
    expect(third).toBeLessThan(45);
    expect(squares(errors()) / squares(targets)).toBeLessThan(0.01);
  });

  // Nokland 2016: all weights 0. The first step moves weights of the first layer alone, since the others hear 0.
  it('direct feedback alignment starts from zero, where backpropagation is stuck', () => {
    const next = numbers(seed);
    const units = [20, 20, 3];
    const network = parseNetwork({ input: [10], layers: layersOf(units, 'tanh'), loss: 'mse' });
    const still: Parameters = Object.fromEntries(
      units.flatMap((n, k) => [
        [`layers.${k}.weight`, zeros(n, k === 0 ? 10 : 20)],
        [`layers.${k}.bias`, zeros(n)],
      ]),
    );
    const direct = {
      'layers.0.direct': matrix(rows(20, 3, next)),
      'layers.1.direct': matrix(rows(20, 3, next)),
    };
    const stimuli = rows(64, 10, next);
    const teacher = rows(3, 10, next);
    const targets = stimuli.map((x) => times(teacher, x).map(Math.tanh));
    const batch = { size: 64, inputs: { input: matrix(stimuli) }, targets: { 'layers.2': matrix(targets) } };
    const sizes = (values: Parameters) => units.map((_, k) => norm([...values[`layers.${k}.weight`].data]));
    const told = new BatchedSimulator(network, { ...still, ...direct }, exact);
    const learning = { rule: phased(dfa), relaxation, learningRate: 0.1 };
    const { loss } = told.relax(batch, learning);
    told.train(batch, learning);
    const [one, two, three] = sizes(told.parameters());
    expect(one).toBeGreaterThan(0);
    expect([two, three]).toEqual([0, 0]);
    for (let k = 0; k < 80; k++) told.train(batch, learning);
    expect(told.relax(batch, learning).loss).toBeLessThan(0.1 * loss);
    const stuck = new BatchedSimulator(network, still, exact);
    for (let k = 0; k < 5; k++) stuck.train(batch, { ...learning, rule: phased(bp) });
    expect(sizes(stuck.parameters())).toEqual([0, 0, 0]);
  });
});
