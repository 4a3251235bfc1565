import { describe, expect, it } from 'vitest';
import type { Trajectory } from '../../../../src/math/trajectory.js';
import type { CourseMessage, Message, RuleMessage } from '../../../../src/messages/message.js';
import { type EventOptions, EventSimulator } from '../../../../src/sim/events/engine.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import { arVariant } from '../../../../src/sim/rules/ar.js';
import type { Relaxation } from '../../../../src/sim/simulator.js';
import { relativeDifference } from '../../../../src/sim/tolerance.js';
import { variantOf } from '../../../../src/sim/variant.js';
import { grains } from './continuous.js';
import { type ArChoices, kinked, kinkedProblem, unfrozen } from './kinks.js';

// While both are there.

interface Given {
  readonly choices?: ArChoices;
  readonly relaxation?: Partial<Relaxation>;
  readonly options?: EventOptions;
  readonly seed?: number;
}

/** Activation relaxation by the code that it has of its own, and in phases, of the same batch. */
function both(name: string, given: Given, grain: (typeof grains)[number]) {
  const { choices = {}, options = {}, seed = 3 } = given;
  const { initial = 'forward', ...variant } = choices;
  const { network, parameters, batch } = kinkedProblem(name, choices, seed);
  const relaxation = relaxationOf({ duration: 3, ...given.relaxation, stepSize: 0.5, initial });
  const simulator = (inputs?: 'relaxing') => {
    const made = new EventSimulator(network, parameters, {
      ...{ ...options, grain },
      ...(inputs && { inputs }),
    });
    const heard: (Message | RuleMessage)[] = [];
    made.listen(...Object.keys(network.nodes)).subscribe((message) => heard.push(message));
    return { made, heard };
  };
  const old = simulator(choices.inputs === 'relaxing' ? 'relaxing' : undefined);
  const now = simulator();
  const ruleOfOwn = arVariant(variantOf({ derivative: 'current', ...variant }));
  const before = old.made.relax(batch, { rule: ruleOfOwn, relaxation, record: true });
  const neurons = Object.values(old.made.circuit.neurons).flat();
  const happened = { crossed: 0, held: 0 };
  for (const { crossed, held } of neurons) {
    happened.crossed += crossed;
    happened.held += held;
  }
  const after = now.made.relax(batch, { rule: unfrozen(choices, 0.5), relaxation, record: true });
  return { before, after, happened, logs: [logOf(old.heard), logOf(now.heard)], batch };
}

/** What was said of where values will be, of those whom anybody hears. */
function logOf(messages: readonly (Message | RuleMessage)[]) {
  return messages.flatMap((message) => {
    const { kind, time, source, value, target } = message;
    if (kind === 'course' || kind === 'trajectory') {
      if (target === '' || target === 'nobody') return [];
      return [
        {
          kind: kind === 'course' ? 'up.x' : 'down.x',
          time,
          source,
          value,
          future: trimmed((message as CourseMessage).future),
        },
      ];
    }
    const future = (message as RuleMessage).futures?.x;
    return future ? [{ kind, time, source, value, future: trimmed(future) }] : [];
  });
}

/** In columns there are as many terms as anybody has: those that are missing are 0. */
function trimmed({ origin, constant, terms }: Trajectory): Trajectory {
  let count = terms.length;
  while (count > 0 && terms[count - 1] === 0) count--;
  return { origin, constant, terms: terms.slice(0, count) };
}

/** @returns the largest relative difference of any number */
function compare({ before, after }: ReturnType<typeof both>): number {
  let most = 0;
  const note = (want: ArrayLike<number>, got: ArrayLike<number>) => {
    most = Math.max(most, relativeDifference(got, want));
  };
  expect(after.course).toHaveLength(before.course.length);
  for (const [k, frame] of [...before.course, before.activity].entries()) {
    const got = [...after.course, after.states!][k];
    for (const [node, { data }] of Object.entries(frame))
      if (`${node}.x` in got) note(data, got[`${node}.x`].data);
  }
  for (const [name, { data }] of Object.entries(before.gradient)) note(data, after.gradient[name].data);
  return most;
}

const chains = ['three hidden layers', 'four hidden layers'];
const cases: readonly (readonly [string, string, Given])[] = [
  ...Object.keys(kinked).map((name) => [name, 'forward', {}] as const),
  ['three hidden layers', 'from zero', { choices: { initial: 'zero' } }],
  ['two inputs, two outputs, one of them with children', 'from zero', { choices: { initial: 'zero' } }],
  ['three hidden layers', 'bias excluded', { choices: { bias: 'excluded' } }],
  [
    'skip connection',
    'random feedback, a band',
    { choices: { feedback: 'random' }, relaxation: { band: 0.01 } },
  ],
  ['four hidden layers', 'a band', { relaxation: { band: 0.01 } }],
];

const named = 'two inputs, two outputs, one of them with children';
const apart = (post: number, pre: number) => 0.1 + 0.37 * Math.abs(Math.sin(3 * post + 7 * pre));
/** What is late: there neurons cross to and fro in the rhythm of what they hear, and speak very often. */
const late: Readonly<Record<string, readonly [duration: number, options: EventOptions]>> = {
  'a delay for each node, or none': [1, { delays: { h2: 0.4, side: 0.3 } }],
  'a delay for each synapse': [0.6, { delays: { h2: apart, out: apart } }],
};

describe.each(grains)('what activation relaxation does at kinks is what it did: %s', (grain) => {
  it.each(cases)('%s, %s', (name, _, given) => {
    const ends = both(name, given, grain);
    // In a graph sums go on from one projection to the next, where they were taken of each and then added.
    expect(compare(ends)).toBeLessThanOrEqual(chains.includes(name) ? 0 : 1e-12);
    expect(ends.after.energy).toEqual(ends.before.energy);
  });

  it.each(Object.keys(late))('late, %s', (what) => {
    const [duration, options] = late[what];
    const ends = both(named, { options, relaxation: { duration } }, grain);
    expect(compare(ends)).toBeLessThan(1e-12);
    expect(ends.after.energy).toEqual(ends.before.energy);
  });

  it('dead cells, but for what they let come back, which is nothing', () => {
    const cells = { 'layers.1': { dead: [0, 3] }, 'layers.2': { dead: [1] } };
    const ends = both('three hidden layers', { options: { cells } }, grain);
    expect(compare(ends)).toBeLessThan(1e-12);
    expect(ends.after.energy!.messages.down).toBeLessThanOrEqual(ends.before.energy!.messages.down);
  });

  it('inputs that relax, activities of the moment in the update: but for what all know', () => {
    const choices = { inputs: 'relaxing', presynaptic: 'current', updateDerivative: 'current' } as const;
    const ends = both('two inputs, two outputs, one of them with children', { choices }, grain);
    expect(compare(ends)).toBeLessThan(1e-12);
    // Whoever has heard where values will be is not told again when it is over.
    expect(ends.after.energy!.messages.up).toBeLessThan(ends.before.energy!.messages.up);
    expect(ends.after.energy!.messages.down).toBe(ends.before.energy!.messages.down);
  });

  it('says the same in the same order, and crosses and is held as often', () => {
    for (const name of chains) {
      const { logs, after, happened, batch } = both(name, {}, grain);
      const [old, now] = logs;
      expect(now.length).toBeGreaterThan(50);
      expect(now).toEqual(
        old.filter(({ source, kind }) => kind === 'up.x' || !source.startsWith('layers.0')),
      );
      expect(batch.size).toBe(2);
      const { crossed, held } = after.phases![1].kinks!;
      // Neurons of their own counted the last sample alone.
      expect(crossed).toBeGreaterThanOrEqual(happened.crossed);
      expect(held).toBeGreaterThanOrEqual(happened.held);
    }
  });
});
