import { interval, map } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { LiveSimulator } from '../../../../src/sim/events/live/simulator.js';
import { pair } from './chain.js';

interface Clock {
  readonly sweep?: number;
  readonly duration?: number;
  /** From one image to the next. */
  readonly every: number;
  readonly delay?: number;
  readonly images?: number;
}

/** What the network answers halfway through the time of each image, and how many it has missed; image k is k. */
function answers({ sweep = 2, duration = 18, every, delay = 0, images = 8 }: Clock) {
  const simulator = simulatorOf({ sweep, duration, delay });
  const answered: number[] = [];
  for (let k = 0; k < images; k++) {
    simulator.present({ time: k * every, inputs: { input: [k] }, targets: { 'layers.1': [0] } });
    simulator.runThrough(k * every + every / 2);
    answered.push(Math.round(simulator.answer('layers.1')[0]));
  }
  return { answered, missed: simulator.missed };
}

function simulatorOf({ sweep, duration, delay }: { sweep: number; duration: number; delay: number }) {
  const flat = Object.fromEntries(
    Object.entries(initialParameters(pair, 1)).map(([name, { shape, data }]) => [
      name,
      { shape, data: data.map(() => (name.endsWith('weight') ? 1 : 0)) },
    ]),
  );
  return new LiveSimulator(pair, flat, {
    way: 'strict-phases',
    strictPhases: { sweep, duration },
    delays: { 'layers.1': delay },
    learningRate: 0,
  });
}

const upTo = (images: number) => Array.from({ length: images }, (_, k) => k);

describe('strict phases', () => {
  it('of any decimal duration go on, one image a cycle', () => {
    for (let tenths = 1; tenths <= 400; tenths++) {
      const duration = tenths / 10;
      const { answered, missed } = answers({
        duration,
        every: Number((duration + 2).toFixed(1)),
        images: 20,
      });
      expect(answered, `duration ${duration}`).toEqual(upTo(20));
      expect(missed).toBe(0);
    }
  });

  it('that end when the next image comes answer that image, with delays, too', () => {
    const clock = { sweep: 3.1, duration: 12.7, delay: 0.3, every: 16.1, images: 200 };
    expect(answers(clock).answered).toEqual(upTo(200));
    const thirds = { sweep: 1 / 3, duration: 2 / 3, every: 1, images: 200 };
    expect(answers(thirds).answered).toEqual(upTo(200));
    expect(answers({ ...thirds, sweep: 0.1, duration: 0.2, every: 0.1 + 0.2 }).answered).toEqual(upTo(200));
  });

  it('answer images of a source that adds up its times', () => {
    const simulator = simulatorOf({ sweep: 3.1, duration: 12.7, delay: 0.3 });
    const source = interval(16.1, simulator.queue).pipe(
      map((k) => ({ time: simulator.queue.now(), inputs: { input: [k] } })),
    );
    simulator.follow(source);
    for (let k = 0; k < 100; k++) {
      simulator.runThrough(16.1 * (k + 1) + 8);
      expect(Math.round(simulator.answer('layers.1')[0])).toBe(k);
    }
  });

  it('hear a target that comes when the sweep is over', () => {
    const heard = (time: number) => {
      const simulator = simulatorOf({ sweep: 0.3, duration: 12.7, delay: 0 });
      let learned = 0;
      simulator.listen('layers.0').subscribe(({ kind }) => {
        if (kind === 'learn') learned++;
      });
      simulator.present({ time: 0, inputs: { input: [1] } });
      simulator.present({ time, targets: { 'layers.1': [0] } });
      simulator.runThrough(13);
      return learned > 0;
    };
    expect([0.1 + 0.2, 0.3, 0.1 * 3, 0.299].map(heard)).toEqual([true, true, true, true]);
    expect(heard(0.301)).toBe(false);
  });
});
