import { describe, expect, it } from 'vitest';
import { Agenda } from '../../src/messages/agenda.js';
import { EventQueue } from '../../src/messages/queue.js';
import { nextInstant, turnAfter } from '../../src/messages/turns.js';
import { relu } from '../../src/neurons/activations/relu.js';
import { Crossings } from '../../src/neurons/crossings.js';

describe('an agenda', () => {
  const made = () => {
    const queue = new EventQueue();
    const done: number[] = [];
    return { queue, done, agenda: new Agenda(queue, 'me', (time) => done.push(time)) };
  };

  it('does what is planned last, at its time', () => {
    const { queue, done, agenda } = made();
    agenda.plan(3);
    agenda.plan(5);
    agenda.plan(2);
    agenda.plan(4);
    queue.run();
    expect(done).toEqual([4]);
    expect(queue.now()).toBe(4);
  });

  it('drops a plan, and takes another', () => {
    const { queue, done, agenda } = made();
    agenda.plan(3);
    agenda.drop();
    queue.run();
    agenda.plan(7);
    queue.run();
    expect(done).toEqual([7]);
  });
});

describe('turns', () => {
  it('come one after the other, whenever one asks', () => {
    for (const now of [0, 1, 200, 1e4]) {
      const turns = [0, 1, 2].map((unit) => turnAfter(now, unit, 3));
      expect(new Set(turns).size).toBe(3);
      for (const [unit, turn] of turns.entries()) {
        expect(turn).toBeGreaterThan(now);
        expect(turn - now).toBeLessThan(1e-11 * Math.max(1, now));
        // The next one is a round later, not the same again.
        expect(turnAfter(turn, unit, 3)).toBeGreaterThan(turn);
      }
    }
  });

  it('and instants can be told apart', () => {
    for (const now of [0, 0.3, 1, 1e6]) expect(nextInstant(now)).toBeGreaterThan(now);
  });
});

describe('crossings, saved and restored', () => {
  const neuron = { address: 'h[0]', activation: relu, unit: 0, units: 1 };
  const made = (queue: EventQueue) => {
    const heard: [time: number, slope: number, feedback: number | undefined][] = [];
    const crossings: Crossings = new Crossings(
      queue,
      neuron,
      () => heard.push([queue.now(), crossings.slope, crossings.feedback?.constant]),
      () => 1,
    );
    return { crossings, heard };
  };

  it('go on as if nothing had happened', () => {
    // a = 1 - 2 e^-s is at its kink at log 2, and x = -2: held there.
    const run = (restoreAt: number | undefined) => {
      let queue = new EventQueue();
      let { crossings, heard } = made(queue);
      crossings.begin(-1, 0);
      crossings.plan({ origin: 0, constant: 1, terms: [-2] }, { origin: 0, constant: -2, terms: [] });
      if (restoreAt !== undefined) {
        queue.runThrough(restoreAt);
        const state = structuredClone(crossings.state());
        const before = heard;
        queue = new EventQueue();
        queue.runThrough(restoreAt);
        ({ crossings, heard } = made(queue));
        heard.push(...before);
        crossings.restore(state);
        const { waiting } = crossings.agenda;
        if (waiting < Infinity) queue.at(waiting, crossings.agenda.taskOf(waiting));
      }
      queue.run();
      return { heard, feedback: crossings.feedback, held: crossings.held };
    };
    const whole = run(undefined);
    expect(whole.heard).toEqual([[expect.closeTo(Math.LN2, 14), 0, expect.closeTo(-1, 14)]]);
    expect(whole.held).toBe(1);
    for (const time of [0, 0.5]) expect(run(time)).toEqual(whole);
    expect(run(1).heard).toEqual(whole.heard);
  });
});
