import { expect, it } from 'vitest';
import { decodeState, encodeState } from '../../../../src/lab/state-files.js';
import type { Message } from '../../../../src/messages/message.js';
import type { State } from '../../../../src/messages/state.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { RunningState } from '../../../../src/sim/events/save/running.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import { grains } from './continuous.js';
import { kinkedChain, kinkedProblem, unfrozen } from './kinks.js';

const throughFile = (state: RunningState) =>
  decodeState(
    encodeState('file', 'test', state as unknown as State),
    'file',
    'test',
  ) as unknown as RunningState;

it('is the same wherever it is stopped and gone on with: before a kink, held at it, let go', () => {
  const rule = unfrozen({ updateDerivative: 'current' });
  const presentation = { rule, relaxation: relaxationOf({ duration: 5 }) };
  const { simulator, batch, network, parameters } = kinkedChain(-4, 0);
  const whole = simulator.relax(batch, presentation);
  expect(whole.phases![1].kinks).toEqual({ crossed: 1, held: 1 });
  for (const [k, time] of [0, 0.3, 1, 2, 2.5, 4].entries()) {
    const running = new EventSimulator(network, parameters, { grain: grains[k % 2] }).begin(
      batch,
      presentation,
    );
    running.advance(time);
    const state = throughFile(running.save());
    const other = new EventSimulator(network, parameters, { grain: grains[(k + 1) % 2] });
    expect(other.resume(state, presentation).result(), `at ${time}`).toEqual(whole);
  }
});

it('says the same from there on, in a network of many', () => {
  const { rule, network, parameters, batch } = kinkedProblem('four hidden layers', {}, 3, 1);
  const presentation = { rule, relaxation: relaxationOf({ duration: 3 }) };
  const listened = (grain: (typeof grains)[number]) => {
    const simulator = new EventSimulator(network, parameters, { grain });
    const log: Message[] = [];
    simulator.listen(...Object.keys(network.nodes)).subscribe((message) => log.push(message));
    return { simulator, log };
  };
  const whole = listened('arbor');
  const want = whole.simulator.relax(batch, presentation);
  for (const [k, time] of [0.2, 0.7, 1.5].entries()) {
    const before = listened(grains[k % 2]);
    const running = before.simulator.begin(batch, presentation);
    running.advance(time);
    const state = throughFile(running.save());
    const after = listened(grains[(k + 1) % 2]);
    expect(after.simulator.resume(state, presentation).result()).toEqual(want);
    expect([...before.log, ...after.log].length).toBe(whole.log.length);
    expect(
      [...before.log, ...after.log].map(({ time: at, source, value }) => ({ at, source, value })),
    ).toEqual(whole.log.map(({ time: at, source, value }) => ({ at, source, value })));
  }
});

it('what is no state of it is refused by name', () => {
  const rule = unfrozen();
  const presentation = { rule, relaxation: relaxationOf({ duration: 5 }) };
  const { simulator, batch, network, parameters } = kinkedChain(-4, 0);
  const running = simulator.begin(batch, presentation);
  running.advance(1);
  const state = JSON.parse(JSON.stringify(running.save(), (_, value) => value)) as never;
  expect(() => new EventSimulator(network, parameters).resume(state, presentation)).toThrow(/state/);
});
