import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { oja } from '../../docs/examples/oja.js';
import { float64 } from '../../src/lab/measurements/float64.js';
import { sumOf } from '../../src/math/numbers.js';
import { randomStream } from '../../src/math/random.js';
import { initialParameters, matrix } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { needsOf } from '../../src/rules/needs.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { phased } from '../../src/sim/phased.js';
import { relaxationOf } from '../../src/sim/relaxation.js';

const docs = join(import.meta.dirname, '../../docs');
const page = readFileSync(join(docs, 'adding-a-rule.md'), 'utf8');
const file = readFileSync(join(docs, 'examples/oja.ts'), 'utf8');

/** Samples whose units vary differently, and together; their means are 0. */
function samples(count: number, units: number): number[][] {
  const random = randomStream(1, 'oja');
  const rows = Array.from({ length: count }, () => {
    const shared = random.uniform() - 0.5;
    return Array.from({ length: units }, (_, i) => shared * (i - 1) + (random.uniform() - 0.5) * 0.6);
  });
  const means = rows[0].map((_, i) => sumOf(rows.map((row) => row[i])) / count);
  return rows.map((row) => row.map((x, i) => x - means[i]));
}

/** The direction in which rows vary most, by repeated multiplication with their covariance. */
function principal(rows: readonly (readonly number[])[]): number[] {
  let v = rows[0].map((_, i) => 1 / (i + 1));
  for (let k = 0; k < 500; k++) {
    const along = rows.map((row) => sumOf(row.map((x, i) => x * v[i])));
    const next = v.map((_, i) => sumOf(rows.map((row, s) => row[i] * along[s])));
    const norm = Math.hypot(...next);
    v = next.map((x) => x / norm);
  }
  return v;
}

it('the page has the code of its example', () => {
  expect(page).toContain(`\`\`\`ts\n${file.replace('../../src/index.js', 'relaxon')}\`\`\`\n`);
  expect(page).toContain('{ rule: phased(oja), relaxation: relaxationOf(), learningRate: 0.1 }');
});

it('finds the first principal component', () => {
  const [count, units] = [40, 4];
  const rows = samples(count, units);
  const network = parseNetwork({ input: [units], layers: [{ type: 'dense', units: 1 }], loss: 'mse' });
  const rule = phased(oja);
  const simulator = new BatchedSimulator(network, initialParameters(network, 1), float64);
  const batch = {
    ...{ size: count, inputs: { input: matrix(rows) } },
    targets: { 'layers.0': matrix(rows.map(() => [0])) },
  };
  for (let k = 0; k < 600; k++)
    simulator.train(batch, { rule, relaxation: relaxationOf(), learningRate: 0.1 });
  const weight = [...simulator.parameters()['layers.0.weight'].data];
  const direction = principal(rows);
  const sign = Math.sign(weight[0] * direction[0]);
  for (const [i, w] of weight.entries()) expect(sign * w).toBeCloseTo(direction[i], 5);
});

it('is the same on the event engine', () => {
  const rows = samples(5, 4);
  const network = parseNetwork({ input: [4], layers: [{ type: 'dense', units: 2 }], loss: 'mse' });
  const batch = {
    ...{ size: rows.length, inputs: { input: matrix(rows) } },
    targets: { 'layers.0': matrix(rows.map(() => [0, 0])) },
  };
  const parameters = initialParameters(network, 1);
  const simulators = [
    new BatchedSimulator(network, parameters, float64),
    new EventSimulator(network, parameters),
  ];
  const [batched, events] = simulators.map((simulator) => {
    for (let k = 0; k < 3; k++)
      simulator.train(batch, { rule: phased(oja), relaxation: relaxationOf(), learningRate: 0.5 });
    return [...simulator.parameters()['layers.0.weight'].data];
  });
  for (const [i, w] of events.entries()) expect(w).toBeCloseTo(batched[i], 6);
});

it('needs the signal to learn, and nothing else that is not local now', () => {
  expect(needsOf(oja.of({}))).toEqual([{ update: 'weight', reads: 'learn', level: 2 }]);
});
