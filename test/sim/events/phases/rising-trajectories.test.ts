import { describe, expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { words } from '../../../../src/rules/words.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import { randomBatch } from '../../../agreement/problems.js';
import { grains } from './continuous.js';

describe('values that travel up, late', () => {
  type N = { state: 'x'; says: { up: 'x' } };
  const { say, set, move, rule } = words<N>();
  const rising: PhasedRule = {
    kind: 'phases',
    name: 'rising',
    needs: [],
    rule: rule({
      name: 'rising',
      paths: { up: { way: 'up' } },
      answer: { phase: 'rise', state: 'x' },
      phases: [
        {
          ...{ name: 'rise', steps: 1, stepSize: 0.1 },
          begins: [set({ x: (_, n) => n.stimulus }, 'input'), set({ x: 0.5 })],
          talk: [say('up', { x: 'x' })],
          moves: [move({ x: (m, n) => m.sub(m.add(n.basal.x, n.bias), n.x) })],
        },
      ],
    }),
  };
  const sizes = [3, 4, 3, 2];
  const network = parseNetwork({
    input: [sizes[0]],
    layers: sizes.slice(1).map((units) => ({ type: 'dense', units })),
    loss: 'mse',
  });
  const parameters = initialParameters(network, 5);
  const batch = randomBatch(network, 1, 6);
  const lags: readonly ((post: number, pre: number) => number)[] = [
    () => 0.2,
    (post, pre) => 0.1 * ((post + 2 * pre) % 4),
    () => 0,
  ];

  /** Euler steps of dx/dt = -x + sum of w x(t - lag) + b; nothing has been heard before it arrives. */
  function euler(time: number, h: number): number[][] {
    const input = [...Object.values(batch.inputs)[0].data];
    const courses = [[input], ...sizes.slice(1).map((size) => [new Array<number>(size).fill(0.5)])];
    for (let step = 0; step < Math.round(time / h); step++) {
      courses[0].push(input);
      for (let layer = 1; layer < sizes.length; layer++) {
        const weight = parameters[`layers.${layer - 1}.weight`].data;
        const bias = parameters[`layers.${layer - 1}.bias`].data;
        const x = courses[layer][step];
        courses[layer].push(
          x.map((now, post) => {
            let drive = bias[post];
            for (let pre = 0; pre < sizes[layer - 1]; pre++) {
              const then = step - Math.round(lags[layer - 1](post, pre) / h);
              if (then >= 0) drive += weight[post * sizes[layer - 1] + pre] * courses[layer - 1][then][pre];
            }
            return now + h * (drive - now);
          }),
        );
      }
    }
    return courses.slice(1).map((course) => course.at(-1)!);
  }

  it('are where Euler steps of the delayed equations, written out, tend to with the step', () => {
    const delays = { 'layers.0': 0.2, 'layers.1': lags[1], 'layers.2': 0 };
    for (const grain of grains) {
      const { states } = new EventSimulator(network, parameters, { delays, grain }).relax(batch, {
        ...{ rule: rising, relaxation: relaxationOf({ duration: 1.5 }) },
      });
      const errors = [0.01, 0.005].map((h) =>
        Math.max(
          ...euler(1.5, h).flatMap((x, layer) =>
            x.map((one, unit) => Math.abs(one - states![`layers.${layer}.x`].data[unit])),
          ),
        ),
      );
      expect(errors[1]).toBeLessThan(0.01);
      expect(errors[0] / errors[1]).toBeGreaterThan(1.9);
      expect(errors[0] / errors[1]).toBeLessThan(2.1);
    }
  });
});
