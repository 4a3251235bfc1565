import { describe, expect, it } from 'vitest';
import { Line } from '../../../src/sim/events/line.js';

describe('a line', () => {
  it('calls those wired to it in the order of wiring, then those who subscribed', () => {
    const line = new Line<number>();
    const heard: string[] = [];
    const listener = (name: string) => ({ next: (n: number) => heard.push(`${name} ${n}`) });
    line.subscribe(listener('recorder'));
    line.wire([listener('a'), listener('b')]);
    line.wire([listener('c')]);
    line.next(7);
    expect(heard).toEqual(['a 7', 'b 7', 'c 7', 'recorder 7']);
  });

  it('is idle while nobody listens', () => {
    const line = new Line<number>();
    expect(line.idle).toBe(true);
    const subscription = line.subscribe();
    expect(line.idle).toBe(false);
    subscription.unsubscribe();
    expect(line.idle).toBe(true);
    line.wire([{ next: () => {} }]);
    expect(line.idle).toBe(false);
  });

  it('lets subscribers leave, and tells only the wired ones from then on', () => {
    const line = new Line<number>();
    const heard: number[] = [];
    line.wire([{ next: (n) => heard.push(n) }]);
    const left: number[] = [];
    line.subscribe((n) => left.push(n)).unsubscribe();
    line.next(1);
    expect([heard, left]).toEqual([[1], []]);
  });
});
