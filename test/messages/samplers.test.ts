import { describe, expect, it } from 'vitest';
import { EventQueue } from '../../src/messages/queue.js';

/** A queue with a log, and somebody who looks at the given times. */
function scene(times: readonly number[]) {
  const queue = new EventQueue();
  const log: string[] = [];
  const say = (what: string) => ({ run: () => void log.push(`${queue.now()} ${what}`) });
  let k = 0;
  const sampler = {
    get nextTime() {
      return times[k] ?? Infinity;
    },
    timeOf: (n: number) => times[k + n] ?? Infinity,
    slack: 0,
    checkSteps: () => undefined,
    sample: () => void log.push(`look ${times[k++]}`),
    restart: () => {
      k = 0;
    },
    skipTo: (time: number) => {
      while ((times[k] ?? Infinity) < time) k++;
    },
  };
  return { queue, log, say, leave: queue.samplers.add(sampler) };
}

describe('looking at given times', () => {
  it('comes after all rounds of that time, and before anything later', () => {
    const { queue, log, say } = scene([0, 1, 1.5, 4]);
    queue.soon(say('a'));
    queue.at(1, { run: () => queue.soon({ run: () => queue.soon(say('third round')) }) });
    queue.at(1, say('b'));
    queue.at(2, say('c'));
    queue.run();
    expect(log).toEqual(['0 a', 'look 0', '1 b', '1 third round', 'look 1', 'look 1.5', '2 c']);
  });

  it('waits, at the end of a stretch of time, for what may yet happen then', () => {
    const { queue, log, say } = scene([1, 2]);
    queue.runThrough(2);
    expect(log).toEqual(['look 1']);
    queue.at(2, say('late'));
    queue.runThrough(3);
    expect(log).toEqual(['look 1', '2 late', 'look 2']);
  });

  it('ends with what counts, and begins again with time', () => {
    const { queue, log, say } = scene([0, 2, 3]);
    queue.at(2, say('a'));
    queue.runThrough(2);
    queue.samplers.sampleLast(queue.now());
    queue.at(4, say('b'));
    queue.run();
    expect(log).toEqual(['look 0', '2 a', 'look 2', '4 b']);
    queue.restart();
    queue.at(1, say('c'));
    queue.run();
    expect(log.slice(4)).toEqual(['look 0', '1 c']);
  });

  it('ends for whoever leaves', () => {
    const { queue, log, say, leave } = scene([0.5]);
    leave();
    queue.at(1, say('a'));
    queue.run();
    expect(log).toEqual(['1 a']);
  });

  it('is known beforehand, as far as it is not too much', () => {
    const { queue } = scene([0.5, 1, 1.5, 4]);
    expect(queue.samplers.before(0.5)).toEqual({ looks: [], until: 0.5 });
    const looks = [0.5, 1, 1.5].map((time) => ({ time, due: time }));
    expect(queue.samplers.before(2)).toEqual({ looks, until: 2 });
    const many = scene(Array.from({ length: 99 }, (_, k) => k)).queue.samplers.before(Infinity);
    expect(many.looks).toHaveLength(64);
    expect(many.until).toBe(64);
  });
});
