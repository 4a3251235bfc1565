import { describe, expect, it } from 'vitest';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../src/sim/events/options.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { arVariant } from '../../../src/sim/rules/ar.js';
import { rules } from '../../../src/sim/rules.js';
import type { Relaxation } from '../../../src/sim/simulator.js';
import { standardVariant } from '../../../src/sim/variant.js';
import { randomBatch } from '../../agreement/problems.js';
import { refusal } from '../../network/refusals.js';

const describeNet = (units: number, activation = 'tanh', init = {}) =>
  parseNetwork({
    input: [3],
    layers: [
      { type: 'dense', units, activation },
      { type: 'dense', units: 2, activation: 'linear' },
    ],
    loss: 'mse',
    ...init,
  });
const network = describeNet(4);
const batch = randomBatch(network, 1, 2);
const steps: Partial<Relaxation> = { steps: 12, stepSize: 0.25 };
const options: EventOptions = {
  delays: { 'layers.1': 0.5 },
  wires: { loss: 0.1, retransmit: 0.5 },
  cells: { 'layers.0': { tau: 2, dead: [1] } },
};
const presentation = (given: Partial<Relaxation> = {}, variant = {}) => ({
  rule: arVariant({ ...standardVariant, ...variant }),
  relaxation: relaxationOf({ ...steps, ...given }),
});
const make = (given: EventOptions = {}, net = network) =>
  new EventSimulator(net, initialParameters(net, 1), { ...options, ...given });

const saved = (
  given: EventOptions = {},
  presented: Parameters<EventSimulator['begin']>[1] = presentation(),
) => {
  const running = make(given).begin(batch, presented);
  running.advance(1.1);
  return structuredClone(running.save());
};
const state = saved();
const many = (more: number) => (post: number, pre: number) => (post + pre) / 10 + more;
const noisy = { 'layers.0': { ...options.cells!['layers.0'], noise: { kind: 'white', sd: 0.1 } as const } };

describe('a state is refused where something is otherwise than when it was saved', () => {
  const otherOptions: readonly [EventOptions, string][] = [
    [{ delays: {} }, 'got a state saved with delays {"layers.1":0.5}, expected delays {}.'],
    [{ delays: { 'layers.1': 0.25 } }, 'delays {"layers.1":0.5}, expected delays {"layers.1":0.25}.'],
    [
      { delays: { 'layers.0': many(0), 'layers.1': 0.5 } },
      'expected delays {"layers.0":"12 from 0 to 0.5, fingerprint ',
    ],
    [
      { wires: { loss: 0.1, retransmit: 0.4 } },
      'expected wires {"duplicate":0,"jitter":0,"loss":0.1,"retransmit":0.4,"seed":1}.',
    ],
    [
      { wires: { ...options.wires, seed: 2 } },
      '"seed":1}, expected wires {"duplicate":0,"jitter":0,"loss":0.1,"retransmit":0.5,"seed":2}.',
    ],
    [{ cells: {} }, 'cells {"layers.0":{"dead":[1],"noise":null,"tau":2}}, expected cells {}.'],
    [{ cells: { 'layers.0': { tau: 2 } } }, 'expected cells {"layers.0":{"dead":[],"noise":null,"tau":2}}.'],
    [{ cells: { 'layers.0': { tau: [2, 2, 3, 2], dead: [1] } } }, '"tau":[2,2,3,2]}}.'],
    [{ cells: noisy }, '"noise":{"kind":"white","sd":0.1}'],
    [{ seed: 7 }, 'got a state saved with seed 1, expected seed 7.'],
  ];

  it.each(otherOptions)('options %o', (given, line) => {
    const simulator = make(given);
    const refused = refusal(() => simulator.resume(state, presentation()));
    expect(refused).toContain(`EventSimulator.resume: got a state saved with`);
    expect(refused).toContain(line);
    // Nothing has been touched.
    expect(simulator.relax(batch, presentation())).toEqual(make(given).relax(batch, presentation()));
  });

  const otherPresentations: readonly [Partial<Relaxation>, string][] = [
    [
      { steps: 13 },
      'relaxation {"initial":"forward","schedule":"synchronous","solver":"auto","stepSize":0.25,"steps":12}, expected',
    ],
    [{ stepSize: 0.5 }, '"stepSize":0.5,"steps":12}.'],
    [{ initial: 'zero' }, 'expected relaxation {"initial":"zero"'],
    [{ schedule: 'asynchronous', seed: 3 }, '"seed":3,'],
  ];

  it.each(otherPresentations)('relaxation %o', (given, line) => {
    expect(refusal(() => make().resume(state, presentation(given)))).toContain(line);
  });

  it('the rule; and rates, where weights move meanwhile', () => {
    const other = presentation({}, { derivative: 'none' });
    expect(refusal(() => make().resume(state, other))).toContain('saved with rule "ar", expected rule "ar, ');
    const perfect: EventOptions = { delays: {} };
    const learning = { ...presentation({}, { plasticity: 'continuous' }), learningRate: 0.1 };
    const moving = saved(perfect, learning);
    const resume = (learningRate: number) => make(perfect).resume(moving, { ...learning, learningRate });
    expect(refusal(() => resume(0.2))).toContain('saved with rates {"learningRate":0.1}, expected rates');
    resume(0.1);
    // Elsewhere a rate has no effect.
    make().resume(state, { ...presentation(), learningRate: 0.3 });
  });

  it('the network, but not how its first weights are drawn', () => {
    const resume = (net: typeof network) => make({}, net).resume(state, presentation());
    expect(refusal(() => resume(describeNet(4, 'sigmoid')))).toContain('"activation":"sigmoid"');
    expect(refusal(() => resume(describeNet(5)))).toContain('"units":4');
    resume(describeNet(4, 'tanh', { init: { weight: 'he' } }));
  });

  it('delays of single synapses, by every one of them', () => {
    const each = { delays: { 'layers.0': many(0), 'layers.1': 0.5 } };
    const one = saved(each);
    const all = (post: number, pre: number) => many(0)(post, pre) + (post === 3 && pre === 2 ? 1e-9 : 0);
    const other = { delays: { 'layers.0': all, 'layers.1': 0.5 } };
    expect(refusal(() => make(other).resume(one, presentation()))).toContain('12 from 0 to 0.5, fingerprint');
    make({ ...each, grain: 'arbor' }).resume(one, presentation());
  });

  it('a state that does not say', () => {
    for (const conditions of [undefined, null, [], 'all', {}]) {
      const bad = { ...state, conditions: conditions as never };
      expect(refusal(() => make().resume(bad, presentation()))).toContain('saved with network none,');
    }
    const more = { ...state, conditions: { ...state.conditions, weather: 'fair' } };
    expect(refusal(() => make().resume(more, presentation()))).toContain(
      'weather "fair", expected weather none.',
    );
  });
});

it('a state that is damaged leaves the simulator as it was', () => {
  const simulator = make();
  const before = simulator.parameters();
  const { circuit: whole } = state;
  const { weights, populations } = whole;
  const { 'layers.0.weight': first } = weights;
  const heavier = { ...weights, 'layers.0.weight': { ...first, values: first.values.map((w) => w + 1) } };
  const { 'layers.1': outputs } = populations;
  const damaged = { ...outputs, states: outputs.states.map((column) => column.subarray(1)) };
  const circuit = { ...whole, weights: heavier, populations: { ...populations, 'layers.1': damaged } };
  expect(refusal(() => simulator.resume({ ...state, circuit }, presentation()))).toContain('layers.1');
  expect(simulator.parameters()).toEqual(before);
  expect(simulator.relax(batch, presentation())).toEqual(make().relax(batch, presentation()));
});

it('weights come with a state, and stay; of one that is abandoned they go again', () => {
  const other = initialParameters(network, 9);
  const running = new EventSimulator(network, other, options).begin(batch, presentation());
  running.advance(1.1);
  const heavy = running.save();
  const simulator = make();
  const before = simulator.parameters();
  simulator.resume(heavy, presentation()).abandon();
  expect(simulator.parameters()).toEqual(before);
  simulator.resume(heavy, presentation()).result();
  const float64 = ({ data }: { data: ArrayLike<number> }) => Array.from(data);
  expect(Object.values(simulator.parameters()).map(float64)).toEqual(Object.values(other).map(float64));
});

it('feedback weights that a state brings go with it', () => {
  const feedback = initialParameters(network, 1, { ownWeights: true, inputsRelax: false });
  const running = new EventSimulator(network, feedback, options).begin(batch, {
    ...presentation(),
    rule: rules.ar,
  });
  running.advance(1.1);
  const simulator = make();
  simulator.resume(running.save(), presentation()).abandon();
  expect(Object.keys(simulator.parameters())).not.toContain('layers.1.feedback');
});
