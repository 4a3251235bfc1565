import { describe, expect, it } from 'vitest';
import { randomStream } from '../../src/math/random.js';
import { linear } from '../../src/neurons/activations/linear.js';
import { tanh } from '../../src/neurons/activations/tanh.js';
import { mse } from '../../src/neurons/losses/mse.js';
import { cursorsFor } from '../../src/neurons/phases/cursor.js';
import { Population } from '../../src/neurons/phases/population.js';
import type { Recipe } from '../../src/neurons/phases/recipe.js';
import type { Rule } from '../../src/rules/rule.js';
import { scriptOf, vocabularyOf } from '../../src/sim/events/phases/script.js';
import { everyFamily, ruleWith } from '../rules/every.js';

const size = 5;
const signals = { stepSize: 0.1, step: 1, update: 0, draw: 0, seed: 1 };

/** Neurons whose every number is another. */
function population(rule: Rule): Population {
  const words = vocabularyOf(rule);
  const stream = randomStream(3, rule.name);
  const numbers = () => Float64Array.from({ length: size }, () => stream.normal());
  const activation = rule.name === 'ar' ? tanh : linear;
  const kind = { name: 'a', size, activation, loss: mse, distance: 2, bias: numbers() };
  const neurons = new Population(kind, words, cursorsFor(words));
  neurons.begin(numbers(), numbers());
  for (const state of neurons.states) state.set(numbers());
  for (const inlet of Object.values(neurons.inlets).flat()) inlet.sums.set(numbers());
  return neurons;
}

const recipesOf = (rule: Rule): readonly Recipe[] =>
  scriptOf(rule, vocabularyOf(rule))
    .flatMap(({ begins, talk, moves, ends }) => [...begins, ...talk, ...moves, ...ends])
    .flatMap((step) => ('recipes' in step ? step.recipes : step.terms.flatMap(({ post }) => post ?? [])));

describe('a formula worked out column by column', () => {
  it.each(everyFamily.map((one) => [one.name, one] as const))(
    'is what it is neuron by neuron: %s',
    (_, of) => {
      const rule = ruleWith(of);
      const neurons = population(rule);
      for (const recipe of recipesOf(rule)) {
        for (const units of [neurons.all, Int32Array.of(3, 1)]) {
          const made = neurons.look(recipe, signals, units).slice();
          const one = neurons.look({ formula: recipe.formula }, signals, units);
          for (const unit of units) expect(made[unit]).toBe(one[unit]);
        }
      }
    },
  );

  it('is so for most: activation relaxation computes nothing neuron by neuron', () => {
    for (const { program, copies, constant } of recipesOf(ruleWith(everyFamily[0])))
      expect(program ?? copies ?? constant).toBeDefined();
  });
});
