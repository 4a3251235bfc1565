import { describe, expect, it } from 'vitest';
import { AxonLine, DendriteLine, TeachingLine } from '../../src/messages/line.js';
import { Listeners } from '../../src/messages/listeners.js';
import type { LearningMessage, Message, TrajectoryMessage } from '../../src/messages/message.js';

const says = (value: number): Message => ({ time: 0, source: 'a', target: 'b', kind: 'activity', value });

describe('a line', () => {
  it('calls those wired to it in the order of wiring, then those who subscribed', () => {
    const line = new AxonLine();
    const heard: string[] = [];
    const actor = (name: string) => ({
      activity: ({ value }: Message) => heard.push(`${name} ${value}`),
      moving: ({ value }: Message) => heard.push(`${name} moved to ${value}`),
      course: () => {},
    });
    line.subscribe(({ value }) => heard.push(`recorder ${value}`));
    line.wire(Listeners.of([actor('a'), actor('b')]));
    line.wire(Listeners.of([actor('c')]));
    line.next(says(7));
    expect(heard).toEqual(['a 7', 'b 7', 'c 7', 'recorder 7']);
    heard.length = 0;
    line.next({ ...says(8), kind: 'moving' });
    expect(heard).toEqual(['a moved to 8', 'b moved to 8', 'c moved to 8', 'recorder 8']);
  });

  it('calls some of a list that others share, and actors that stand alone', () => {
    const heard: string[] = [];
    const actor = (name: string) => ({
      activity: () => heard.push(name),
      moving: () => heard.push(`${name} moved`),
      course: () => {},
    });
    const list = ['a', 'b', 'c', 'd', 'e', 'f'].map(actor);
    const [row, column] = [new AxonLine(), new AxonLine()];
    row.wire(Listeners.of(list, 2, 1, 4));
    column.wire(Listeners.of(list, 1, 3));
    column.wire(Listeners.one(actor('alone')), 5);
    row.next(says(1));
    column.next(says(1));
    column.next({ ...says(2), kind: 'moving' });
    expect(heard).toEqual(['c', 'd', 'b', 'e', 'alone', 'b moved', 'e moved', 'alone moved']);
    expect([row.synapses, column.synapses]).toEqual([2, 7]);
    expect(Listeners.of(list, 1, 3).all).toEqual([list[1], list[4]]);
  });

  it('is idle while nobody listens', () => {
    const line = new AxonLine();
    expect(line.idle).toBe(true);
    const subscription = line.subscribe();
    expect(line.idle).toBe(false);
    subscription.unsubscribe();
    expect(line.idle).toBe(true);
    line.wire(Listeners.of([{ activity: () => {}, moving: () => {}, course: () => {} }]));
    expect(line.idle).toBe(false);
  });

  it('lets subscribers leave, and tells only the wired ones from then on', () => {
    const line = new AxonLine();
    const heard: number[] = [];
    line.wire(
      Listeners.of([{ activity: ({ value }) => heard.push(value), moving: () => {}, course: () => {} }]),
    );
    const left: number[] = [];
    line.subscribe(({ value }) => left.push(value)).unsubscribe();
    line.next(says(1));
    expect([heard, left]).toEqual([[1], []]);
  });

  it('tells each kind of message by its name', () => {
    const heard: string[] = [];
    const dendrite = new DendriteLine();
    dendrite.wire(
      Listeners.of([
        {
          feedback: () => heard.push('feedback'),
          change: () => heard.push('change'),
          trajectory: () => heard.push('trajectory'),
        },
      ]),
    );
    const future = { origin: 0, constant: 1, terms: [] };
    dendrite.next({ ...says(1), kind: 'feedback' });
    dendrite.next({ ...says(1), kind: 'change' });
    dendrite.next({ ...says(1), kind: 'trajectory', future } as TrajectoryMessage);
    const teaching = new TeachingLine();
    teaching.wire(
      Listeners.of([
        {
          learn: ({ term }) => heard.push(`term ${term}`),
          update: ({ rate }) => heard.push(`rate ${rate}`),
          forget: () => heard.push('forget'),
        },
      ]),
    );
    for (const kind of ['learning', 'update', 'forget'] as const) {
      const change = { rate: 0.5, keep: 1, feedbackRate: 0, feedbackKeep: 1 };
      teaching.next({ ...says(0.5), kind, term: 3, change } as LearningMessage);
    }
    expect(heard).toEqual(['feedback', 'change', 'trajectory', 'term 3', 'rate 0.5', 'forget']);
  });
});
