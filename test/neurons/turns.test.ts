import { expect, it } from 'vitest';
import { EventQueue } from '../../src/messages/queue.js';
import { Rounds, Turns } from '../../src/neurons/phases/turns.js';

/** Two populations of three neurons; who went, in order. */
function scene(awaited: readonly [number, number, number]) {
  const queue = new EventQueue();
  const rounds = new Rounds(queue);
  const gone: string[] = [];
  let onGo: (name: string) => void = () => {};
  const turns = (name: string, waits: readonly number[]) =>
    new Turns(rounds, Int32Array.from(waits), (units) => {
      gone.push(`${name} ${[...units]}`);
      onGo(name);
    });
  const react = (to: typeof onGo) => {
    onGo = to;
  };
  return { queue, gone, react, a: turns('a', awaited), b: turns('b', [0, 0, 0]) };
}

it('neurons take turns in the order in which they became ready, whatever population they are of', () => {
  const { queue, gone, a, b } = scene([0, 0, 0]);
  a.hearAt(2, 0);
  a.hearAt(0, 0);
  b.hearAt(1, 0);
  a.hearAt(1, 0);
  // It waits for its turn already.
  a.hearAt(2, 0);
  queue.run();
  expect(gone).toEqual(['a 2,0', 'b 1', 'a 1']);
});

it('who has gone is ready again when anything comes, in a round of its own', () => {
  const { queue, gone, react, a, b } = scene([0, 0, 0]);
  let left = 3;
  react((name) => {
    if (name === 'b' && left-- > 0) a.hear(0);
  });
  b.hearAt(0, 0);
  a.hearAt(1, 0);
  queue.run();
  // The one that waits for its turn anyway goes first; those who come after go with it.
  expect(gone).toEqual(['b 0', 'a 1,0,2']);
});

it('who waits goes for the first time when all of that has come, whatever else does', () => {
  const { queue, gone, a } = scene([2, 1, 0]);
  a.begin();
  queue.run();
  expect(gone).toEqual(['a 2']);
  expect(a.waiting).toBe(2);
  a.hear(0);
  queue.run();
  expect(gone).toEqual(['a 2', 'a 2']);
  a.hear(1);
  a.hearAt(0, 1);
  queue.run();
  expect(gone.slice(2)).toEqual(['a 1,2,0']);
  expect(a.waiting).toBe(0);
});
