import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/messages/message.js';
import { initialParameters, matrix } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { rules } from '../../../src/sim/rules.js';
import { networks } from '../../agreement/networks.js';
import { randomBatch } from '../../agreement/problems.js';

const chain = parseNetwork({
  input: [2],
  layers: [
    { type: 'dense', units: 1, activation: 'relu' },
    { type: 'dense', units: 1, activation: 'linear' },
  ],
});
// a = 2*1 + 3*1 - 1 = 4; y = 0.5*4 + 0.25 = 2.25; target 2: error 0.25.
const byHand = {
  'layers.0.weight': matrix([[2, 3]]),
  'layers.0.bias': { shape: [1], data: Float64Array.of(-1) },
  'layers.1.weight': matrix([[0.5]]),
  'layers.1.bias': { shape: [1], data: Float64Array.of(0.25) },
};
const stimulus = { size: 1, inputs: { input: matrix([[1, 1]]) }, targets: { 'layers.1': matrix([[2]]) } };
const presentation = { rule: rules.ar, relaxation: relaxationOf({ steps: 2, stepSize: 0.5 }) };
const everyone = ['input', 'layers.0', 'layers.1', 'layers.0.weight', 'layers.1.weight'];

function heard(simulator: EventSimulator, names: string[], work: () => void): Message[] {
  const messages: Message[] = [];
  const listening = simulator.listen(...names).subscribe((message) => messages.push(message));
  work();
  listening.unsubscribe();
  return messages;
}

describe('messages of one presentation, worked out by hand', () => {
  const simulator = new EventSimulator(chain, byHand);
  const messages = heard(simulator, everyone, () => void simulator.relax(stimulus, presentation));
  const said = (kind: string) =>
    messages
      .filter((m) => m.kind === kind)
      .map(({ time, source, target, value }) => `${time} ${source} > ${target} ${value}`);

  it('activity goes up once, weighed by each synapse', () => {
    expect(said('up.rate').sort()).toEqual([
      '0 input[0] > layers.0 1',
      '0 input[1] > layers.0 1',
      '0 layers.0.weight[0,0] > layers.0[0] 2',
      '0 layers.0.weight[0,1] > layers.0[0] 3',
      '0 layers.0[0] > layers.1 4',
      '0 layers.1.weight[0,0] > layers.1[0] 2',
    ]);
  });

  it('the clamped output speaks once, and nobody hears the hidden neuron', () => {
    expect(said('down.x')).toEqual([
      '0 layers.1[0] > layers.0 0.25',
      '0 layers.1.weight[0,0] > layers.0[0] 0.125',
    ]);
  });

  it('at the end each neuron tells its own synapses the postsynaptic factor', () => {
    // x0 = 4; drive 0.5 * 0.25 = 0.125; x1 = 4 + (0.125 - 4)/2 = 2.0625; x2 = 1.09375.
    expect(said('learn')).toEqual([
      '1 layers.0[0] > layers.0.weight 1.09375',
      '1 layers.1[0] > layers.1.weight 0.25',
    ]);
  });

  it('gradients are postsynaptic factor times stored activity', () => {
    const { gradient, loss } = simulator.relax(stimulus, presentation);
    expect([...gradient['layers.0.weight'].data]).toEqual([1.09375, 1.09375]);
    expect([...gradient['layers.0.bias'].data]).toEqual([1.09375]);
    expect([...gradient['layers.1.weight'].data]).toEqual([1]);
    expect([...gradient['layers.1.bias'].data]).toEqual([0.25]);
    expect(loss).toBe(0.03125);
  });

  it('training changes each weight by -learning rate times its gradient, once', () => {
    const trained = new EventSimulator(chain, byHand);
    trained.train(stimulus, { ...presentation, learningRate: 0.5 });
    expect([...trained.parameters()['layers.0.weight'].data]).toEqual([2 - 0.546875, 3 - 0.546875]);
    expect([...trained.parameters()['layers.1.bias'].data]).toEqual([0.125]);
  });
});

describe('conduction delays', () => {
  it('shift when messages arrive, and leave the forward sweep as it was', () => {
    const simulator = new EventSimulator(chain, byHand, { delays: { 'layers.0': 1, 'layers.1': 0.75 } });
    const messages = heard(simulator, everyone, () => void simulator.relax(stimulus, presentation));
    const activity = messages.filter(({ kind, source }) => kind === 'up.rate' && !source.includes('weight'));
    expect(activity.map(({ time, value }) => [time, value])).toEqual([
      [0, 1],
      [0, 1],
      [1, 4],
    ]);
  });

  it('the drive is zero until the first feedback has arrived', () => {
    const simulator = new EventSimulator(chain, byHand, { delays: { 'layers.1': 0.75 } });
    const relaxation = { ...presentation.relaxation, steps: 3 };
    const { course } = simulator.relax(stimulus, { ...presentation, relaxation, record: true });
    // Feedback arrives at 0.75, so it is there at tick 1: the step from there has x = 1 + (0.125 - 1)/2.
    expect(course.map((frame) => frame['layers.0'].data[0])).toEqual([4, 2, 1, 0.5625]);
  });

  it('may differ from synapse to synapse', () => {
    const simulator = new EventSimulator(chain, byHand, { delays: { 'layers.0': (_, pre) => 1 + 2 * pre } });
    const messages = heard(simulator, ['layers.0'], () => void simulator.predict(stimulus.inputs));
    expect(messages.map(({ time, value }) => [time, value])).toEqual([[3, 4]]);
  });

  it('do not change the equilibrium', () => {
    const network = parseNetwork(networks['skip connection']);
    const parameters = initialParameters(network, 2);
    const batch = randomBatch(network, 2, 3);
    const settling = { rule: rules.ar, relaxation: relaxationOf({ solver: 'equilibrium' }) };
    const prompt = new EventSimulator(network, parameters).relax(batch, settling);
    const slow = new EventSimulator(network, parameters, {
      delays: { h1: 0.3, h2: (post, pre) => 0.1 * post + 0.7 * pre, out: 2.5 },
    }).relax(batch, settling);
    expect(slow.gradient).toEqual(prompt.gradient);
  });

  it('are refused where they are no times or name no node', () => {
    expect(() => new EventSimulator(chain, byHand, { delays: { 'layers.0': -1 } })).toThrow(
      'delays.layers.0: got -1, expected a finite time of at least 0 tau.',
    );
    expect(() => new EventSimulator(chain, byHand, { delays: { 'layers.0': () => Number.NaN } })).toThrow(
      'NaN',
    );
    expect(() => new EventSimulator(chain, byHand, { delays: { layers0: 1 } })).toThrow('Try layers.0.');
  });
});

describe('listening', () => {
  it('to everybody changes no bit of any result', () => {
    const network = parseNetwork(networks['two inputs, two outputs, one of them with children']);
    const parameters = initialParameters(network, 4);
    const batch = randomBatch(network, 2, 4);
    const watched = new EventSimulator(network, parameters);
    let result: unknown;
    const nodes = Object.keys(network.nodes);
    const all = [...Object.keys(network.inputs), ...nodes, ...nodes.map((name) => `${name}.weight`)];
    const messages = heard(watched, all, () => {
      result = watched.relax(batch, presentation);
    });
    expect(messages.length).toBeGreaterThan(500);
    expect(result).toEqual(new EventSimulator(network, parameters).relax(batch, presentation));
  });

  it('to the activity of a neuron gives it whenever it is set', () => {
    const simulator = new EventSimulator(chain, byHand);
    const seen: [number, number][] = [];
    const { seen: changes } = simulator.changes('activity', ['layers.0']);
    changes.subscribe(({ time, value }) => seen.push([time, value]));
    simulator.relax(stimulus, presentation);
    expect(seen).toEqual([
      [0, 4],
      [0.5, 2.0625],
      [1, 1.09375],
    ]);
  });

  it('gives the same messages in the same order every time', () => {
    const run = () => {
      const simulator = new EventSimulator(chain, byHand);
      return heard(simulator, everyone, () => void simulator.relax(stimulus, presentation));
    };
    expect(run()).toEqual(run());
  });

  it('finds neurons, ranges and synapses by name, and refuses others', () => {
    const simulator = new EventSimulator(chain, byHand);
    const sources = (name: string) => [
      ...new Set(
        heard(simulator, [name], () => void simulator.predict(stimulus.inputs)).map((m) => m.source),
      ),
    ];
    expect(sources('input[1]')).toEqual(['input[1]']);
    expect(sources('input[0-1]')).toEqual(['input[0]', 'input[1]']);
    expect(sources('layers.0.weight[0,1]')).toEqual(['layers.0.weight[0,1]']);
    expect(() => simulator.listen('layer.0')).toThrow('Try layers.0.');
    expect(() => simulator.listen('input[2]')).toThrow('an index or range within 0-1');
    expect(() => simulator.listen('layers.0.weight[1,0]')).toThrow('indices within [1, 2]');
    // What every object has is no actor, and what is empty no index.
    for (const name of ['constructor', '__proto__', 'toString[0]', 'hasOwnProperty.weight']) {
      expect(() => simulator.listen(name)).toThrow(`selection: got "${name}", expected one of input,`);
    }
    for (const odd of [
      'layers.0[-]',
      'layers.0[0-]',
      'layers.0[0-0-0]',
      'layers.0.weight[,]',
      'layers.0.weight[ ]',
    ]) {
      expect(() => simulator.listen(odd)).toThrow(`selection: got ${odd}, expected `);
    }
  });
});

describe('what the event engine refuses', () => {
  const simulator = new EventSimulator(chain, byHand);

  it('a rule that is not made of local messages', () => {
    expect(() => simulator.relax(stimulus, { ...presentation, rule: rules.bp })).toThrow(
      'EventSimulator.rule: got "bp", expected a rule of local messages: ar. Try the batched engine for bp.',
    );
  });

  it('a batch that does not fit, and one that is not finite', () => {
    const inputs = { input: matrix([[1, 1, 1]]) };
    expect(() => simulator.relax({ ...stimulus, inputs }, presentation)).toThrow(
      'batch.inputs.input: got shape [1, 3], expected shape [1, 2].',
    );
    const targets = { 'layers.1': matrix([[Number.NaN]]) };
    expect(() => simulator.relax({ ...stimulus, targets }, presentation)).toThrow('got NaN at place 0');
  });
});
