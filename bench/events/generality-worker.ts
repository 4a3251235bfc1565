// The relaxation of one sample after another, of a rule given as equations and of the same in loops written for it.
// Arguments: rule (`ar` or `pc`), units a layer, steps. Both have to leave the same before anything is timed.
import { z } from 'zod';
import { initialParameters, parseNetwork, relativeDifference } from '../../src/index.js';
import { ar } from '../../src/rules/ar.js';
import { defaultsOf } from '../../src/rules/family.js';
import { pc } from '../../src/rules/pc.js';
import { serve, type Timed } from '../children/serve.js';
import { byHand } from './by-hand.js';
import { TimedEquations } from './equations.js';
import { randomSamples } from './samples.js';

const [name, units, steps] = z
  .tuple([z.enum(['ar', 'pc']), z.coerce.number(), z.coerce.number()])
  .parse(process.argv.slice(2));

const stepSize = 0.1;
const rule =
  name === 'ar'
    ? ar.of({ ...defaultsOf(ar.options), steps, stepSize })
    : pc.of({ ...defaultsOf(pc.options), steps, stepSize });
const moving = name === 'ar' ? 'x' : 'v';

const hidden = { type: 'dense', units, activation: 'relu' };
const network = parseNetwork({
  input: [units],
  layers: [hidden, hidden, hidden, { type: 'dense', units: 10 }],
  init: { weight: 'he', bias: { type: 'normal', sd: 0.1 } },
});
const parameters = initialParameters(network, 1);
const { batch } = randomSamples(network, 4);
const equations = new TimedEquations(network, parameters, rule);
const loops = new byHand[name](network, parameters);
const [input] = Object.values(batch.inputs);
const [target] = Object.values(batch.targets);
const rowOf = ({ data, shape: [, size] }: typeof input, sample: number) =>
  Float64Array.from(data.subarray(sample * size, (sample + 1) * size));

function byLoops(sample: number): number {
  loops.sweep(rowOf(input, sample), rowOf(target, sample));
  const start = performance.now();
  loops.relax(steps, stepSize);
  return (performance.now() - start) / 1000;
}

const byEquations = (sample: number): number => equations.relax(batch, sample);

function requireSame(): void {
  byLoops(0);
  byEquations(0);
  for (const [l, values] of equations.values(moving).entries()) {
    const difference = relativeDifference(loops.values[l], values);
    if (!(difference < 1e-9)) throw new Error(`layer ${l} of ${name}: loops are ${difference} off`);
  }
}

/** Presents samples in turn, over and over. @param present gives the seconds that count */
function inTurn(present: (sample: number) => number): Timed {
  let next = 0;
  return (repeats) => {
    let seconds = 0;
    for (let i = 0; i < repeats; i++) {
      seconds += present(next);
      next = (next + 1) % batch.size;
    }
    return seconds;
  };
}

requireSame();
serve({ equations: inTurn(byEquations), loops: inTurn(byLoops) });
