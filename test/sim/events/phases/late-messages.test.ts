import { expect, it } from 'vitest';
import type { Message } from '../../../../src/messages/message.js';
import { initialParameters } from '../../../../src/network/parameters.js';
import { pc } from '../../../../src/rules/pc.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../../src/sim/events/options.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import { grains, sceneOf } from './surroundings.js';

const { network, batch, nodes } = sceneOf('a chain', 1);
const rule = phased(pc, { steps: 4, stepSize: 0.2 });
const parameters = initialParameters(network, 3);

function logOf(options: EventOptions, ...names: string[]) {
  const simulator = new EventSimulator(network, parameters, options);
  const log: Message[] = [];
  simulator.listen(...names).subscribe((message) => log.push(message));
  const { energy } = simulator.relax(batch, { rule, relaxation: relaxationOf({}) });
  return { log, energy: energy! };
}

it.each(grains)(
  'synapses bring what was said when it has come through, by their weights, grain %s',
  (grain) => {
    const lags = { common: 0.3, each: (post: number, pre: number) => 0.1 + 0.2 * ((post + pre) % 3) };
    const { data, shape } = parameters['layers.1.weight'];
    for (const [kind, delay] of Object.entries(lags)) {
      const options = { grain, delays: { 'layers.1': delay } };
      const { log } = logOf(options, 'layers.0', 'layers.1.weight[3,2]');
      const said = log.filter(({ source, kind }) => source === 'layers.0[2]' && kind === 'up.v');
      const brought = log.filter(({ source, kind }) => source === 'layers.1.weight[3,2]' && kind === 'up.v');
      const lag = typeof delay === 'number' ? delay : delay(3, 2);
      const start = said[1].time;
      expect(said.length, kind).toBe(6);
      expect(brought.map(({ value }) => value)).toEqual(
        said.map(({ value }) => data[3 * shape[1] + 2] * value),
      );
      const late = brought.map(({ time }, k) => time - said[k].time);
      expect(late[0]).toBeCloseTo(lag, 12);
      // In steps, ticks later.
      const ticks = Math.ceil(Number((lag / 0.2).toFixed(9)));
      for (const one of late.slice(1)) expect(one).toBeCloseTo(0.2 * ticks, 12);
      expect(start).toBeGreaterThan(0);
    }
  },
);

it('a dead neuron is in no log and no count, and its synapses bring nothing of it', () => {
  const cells = { 'layers.1': { dead: [0, 3] } };
  for (const some of [{}, { wires: { loss: 0, duplicate: 0, jitter: 0 } }]) {
    const { log, energy } = logOf({ cells, ...some }, ...Object.keys(network.inputs), ...nodes);
    expect(log.some(({ source }) => source === 'layers.1[0]' || source === 'layers.1[3]')).toBe(false);
    expect(log.length).toBe(energy.messages.up + energy.messages.down + energy.messages.teaching);
    const all = logOf({}, ...Object.keys(network.inputs), ...nodes).log.length;
    // One up in the sweep, at the beginning and at every step; one down at the beginning and at every step; one to learn.
    expect(all - log.length).toBe(2 * (6 + 5 + 1));
    const brought = logOf({ cells, ...some }, 'layers.2.weight').log.filter(({ kind }) => kind === 'up.v');
    expect(brought.some(({ source }) => source.endsWith(',0]'))).toBe(false);
    expect(brought.some(({ source }) => source.endsWith(',1]'))).toBe(true);
  }
});
