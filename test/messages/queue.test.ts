import fc from 'fast-check';
import { delay, interval, map, take, timer } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { EventHeap } from '../../src/messages/heap.js';
import { EventQueue } from '../../src/messages/queue.js';
import { levels, type Task } from '../../src/messages/task.js';

describe('the heap', () => {
  it('gives items in the order (time, place in the sequence), whatever the order they came in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 })), fc.boolean(), (times, sharing) => {
        const heap = new EventHeap<number>();
        heap.sharing = sharing;
        for (const [i, time] of times.entries()) heap.push(time, i);
        const popped = times.map(() => heap.pop());
        const sorted = [...times.keys()].sort((a, b) => times[a] - times[b] || a - b);
        expect(popped).toEqual(sorted);
      }),
    );
  });

  it('keeps the order when items come and go, whether those of one time share a place or not', () => {
    const move = fc.tuple(fc.option(fc.integer({ min: 0, max: 3 })), fc.boolean());
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
        const heap = new EventHeap<string>();
        let model: { time: number; name: string }[] = [];
        for (const [i, [move, sharing]] of moves.entries()) {
          heap.sharing = sharing;
          if (move === null) {
            if (model.length === 0) continue;
            const least = Math.min(...model.map(({ time }) => time));
            const first = model.find(({ time }) => time === least)!;
            model = model.filter((entry) => entry !== first);
            expect(heap.nextTime()).toBe(least);
            expect(heap.pop()).toBe(first.name);
          } else {
            heap.push(move, `item ${i}`);
            model.push({ time: move, name: `item ${i}` });
          }
        }
        expect(heap.size).toBe(model.length);
        const names = heap.entries().map(({ item }) => item);
        expect(names).toEqual([...model].sort((a, b) => a.time - b.time).map(({ name }) => name));
      }),
    );
  });
});

describe('the event queue', () => {
  const logging = () => {
    const queue = new EventQueue();
    const log: string[] = [];
    const say = (what: string) => ({ run: () => void log.push(`${queue.now()} ${what}`) });
    return { queue, log, say };
  };

  it('runs events by time, and events of one time in the order they were scheduled', () => {
    const { queue, log, say } = logging();
    queue.at(2, say('c'));
    queue.at(1, say('a'));
    queue.at(2, say('d'));
    queue.at(1, say('b'));
    queue.run();
    expect(log).toEqual(['1 a', '1 b', '2 c', '2 d']);
  });

  it('runs what an event schedules for its own instant after all that waited for that instant', () => {
    const { queue, log, say } = logging();
    queue.at(1, { run: () => queue.soon(say('reaction')) });
    queue.at(1, say('second'));
    queue.at(1, { run: () => queue.at(1, say('another reaction')) });
    queue.run();
    expect(log).toEqual(['1 second', '1 reaction', '1 another reaction']);
  });

  it('runs through a time, that time included, and stands there', () => {
    const { queue, log, say } = logging();
    queue.at(1, say('in time'));
    queue.at(1.5, say('late'));
    queue.runThrough(1);
    expect(log).toEqual(['1 in time']);
    queue.runThrough(1.25);
    expect(queue.now()).toBe(1.25);
    queue.run();
    expect(log).toEqual(['1 in time', '1.5 late']);
  });

  it('refuses the past and what is not a time', () => {
    const { queue, say } = logging();
    queue.runThrough(3);
    expect(() => queue.at(2, say('never'))).toThrow('EventQueue.at: got time 2, expected a time from 3 on.');
    expect(() => queue.at(Number.NaN, say('never'))).toThrow('got time NaN');
  });

  it('starts again at 0 only when nothing waits', () => {
    const { queue, say } = logging();
    queue.at(4, say('waiting'));
    expect(() => queue.restart()).toThrow('waiting events');
    queue.run();
    queue.restart();
    expect(queue.now()).toBe(0);
  });

  it('is a scheduler for RxJS: interval, timer and delay run in simulated time', () => {
    const { queue, log } = logging();
    interval(2, queue)
      .pipe(
        take(3),
        map((i) => `tick ${i}`),
      )
      .subscribe((text) => log.push(`${queue.now()} ${text}`));
    timer(1, queue)
      .pipe(delay(4, queue))
      .subscribe(() => log.push(`${queue.now()} delayed`));
    queue.run();
    expect(log).toEqual(['2 tick 0', '4 tick 1', '5 delayed', '6 tick 2']);
  });

  it('drops work whose subscription ended', () => {
    const { queue, log } = logging();
    const subscription = queue.schedule(() => log.push('never'), 2);
    queue.schedule(() => subscription.unsubscribe(), 1);
    queue.run();
    expect(log).toEqual([]);
    expect(queue.now()).toBe(2);
  });
});

describe('what waits for the end of an instant', () => {
  it('comes after all else of it, and after all that comes of that; of several, one after the other', () => {
    const queue = new EventQueue();
    const ran: string[] = [];
    const note = (name: string, then?: () => unknown) => ({
      run: () => {
        ran.push(name);
        then?.();
      },
    });
    const cascade = (name: string, length: number): Task =>
      note(`${name}${length}`, () => length > 0 && queue.soon(cascade(name, length - 1)));
    queue.at(2, note('later'));
    queue.at(1, note('begins'), levels.begins);
    queue.at(
      1,
      note('arrives', () => {
        queue.lastly(note('last', () => queue.soon(cascade('b', 1))));
        queue.lastly(note('very last'));
        queue.soon(cascade('a', 2));
      }),
    );
    queue.runThrough(1);
    expect(ran).toEqual(['arrives', 'a2', 'a1', 'a0', 'begins', 'last', 'b1', 'b0', 'very last']);
    queue.run();
    expect(ran.at(-1)).toBe('later');
  });

  it('is dropped with what waits, and belongs to an instant that is not over', () => {
    const queue = new EventQueue();
    queue.lastly({ run: () => expect.unreachable() });
    expect(() => queue.state()).toThrow('an instant that is not over');
    expect(() => queue.restart()).toThrow('waiting events');
    queue.drop();
    queue.run();
  });
});

describe('a queue that is saved', () => {
  const named = (name: string, ran: string[] = []) => ({
    run: () => ran.push(name),
    saved: { owner: 'somebody', what: name },
  });

  it('goes on in the same order', () => {
    const queue = new EventQueue();
    for (const [time, name] of [
      [3, 'c'],
      [2, 'a'],
      [3, 'd'],
      [2, 'b'],
    ] as const)
      queue.at(time, named(name));
    queue.runThrough(1);
    const ran: string[] = [];
    const other = new EventQueue();
    other.restore(structuredClone(queue.state()), ({ what }) => named(what as string, ran));
    expect(other.now()).toBe(1);
    other.run();
    expect(ran).toEqual(['a', 'b', 'c', 'd']);
    expect(other.now()).toBe(3);
  });

  it('refuses tasks that cannot be made again, and the middle of an instant', () => {
    const queue = new EventQueue();
    const visit = timer(5, queue).subscribe();
    expect(() => queue.state()).toThrow(/a task from outside, waiting for 5 tau/);
    visit.unsubscribe();
    const busy = new EventQueue();
    busy.soon(named('now'));
    expect(() => busy.state()).toThrow(/an instant that is not over/);
  });
});
