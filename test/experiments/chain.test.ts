import { describe, expect, it } from 'vitest';
import { errorBounds, type Link, linksOf, passDown } from '../../experiments/lib/chain.js';
import { matrix } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { rules } from '../../src/sim/rules.js';

// Weights 7, 2, -5, 11: so a = 7, b = 14, c = f(-70).
function chain(activation: string) {
  const units = ['linear', 'linear', activation, 'linear'];
  const layers = units.map((each) => ({ type: 'dense', units: 1, activation: each }));
  const network = parseNetwork({ input: [1], layers, loss: 'mse' });
  const parameters = Object.fromEntries(
    [7, 2, -5, 11].flatMap((weight, l) => [
      [`layers.${l}.weight`, matrix([[weight]])],
      [`layers.${l}.bias`, { shape: [1], data: Float64Array.of(0) }],
    ]),
  );
  const input = matrix([[1]]);
  const batch = { size: 1, inputs: { input }, targets: { 'layers.3': matrix([[0]]) } };
  const simulator = new EventSimulator(network, parameters);
  const { forward } = simulator.relax(batch, { rule: rules.ar, relaxation: relaxationOf({ steps: 1 }) });
  return linksOf(network, parameters, { ...forward, input });
}

describe('the layers of a chain', () => {
  it('bound errors by what every layer above may be off, as worked out by hand', () => {
    const quantum = (layer: string) => ({ 'layers.1': 0.1, 'layers.2': 0.01 })[layer] ?? Number.NaN;
    // The output says the truth; b is off by 5 q_c, a by 2 q_b + 10 q_c.
    const bounds = errorBounds(chain('linear'), 0, quantum);
    expect(bounds['layers.3']).toEqual(Float64Array.of(0));
    expect(bounds['layers.2']).toEqual(Float64Array.of(0));
    expect(bounds['layers.1'][0]).toBeCloseTo(0.05, 15);
    expect(bounds['layers.0'][0]).toBeCloseTo(0.3, 15);
  });

  it('pass nothing on where the slope is nothing', () => {
    const links = chain('relu');
    expect([...links].map(({ slope }) => slope[0])).toEqual([1, 1, 0, 1]);
    expect(errorBounds(links, 0, () => 1)['layers.1']).toEqual(Float64Array.of(0));
    expect(errorBounds(links, 0, () => 1)['layers.0']).toEqual(Float64Array.of(2));
  });

  it("pass W^T f' v down, of the sample that is asked for", () => {
    const link: Link = {
      name: 'h',
      units: 2,
      clamped: false,
      weight: [1, 2, 3, -4, 5, -6],
      slope: Float64Array.of(9, 9, 0.5, -2),
    };
    // Said: 5 and -6.
    expect(passDown(link, 1, [10, 3])).toEqual(Float64Array.of(29, -20, 51));
    expect(passDown(link, 1, [10, 3], Math.abs)).toEqual(Float64Array.of(29, 40, 51));
  });
});
