import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.js';
import { configurationOf } from '../../src/lab/configuration.js';
import { paperRelaxation, relaxationOf } from '../../src/sim/relaxation.js';
import { refusal } from '../network/refusals.js';

const steps = 'expected a whole number from 0 to 1000000000.';
const step = 'expected a number above 0 and below 2 (Euler steps diverge from 2 on).';

/** What a relaxation is refused with, whoever gives it: in a configuration the place is told. */
const cases: readonly (readonly [given: unknown, line: string])[] = [
  [{ stpes: 0 }, 'got unknown key "stpes", expected only solver,'],
  [{ solver: null }, '.solver: got null, expected one of auto, euler, closed-form, equilibrium.'],
  [{ stepSize: '0.5' }, `.stepSize: got "0.5", ${step}`],
  [{ stepSize: 2 }, `.stepSize: got 2, ${step} Try 0.1,`],
  [{ duration: [5] }, '.duration: got [5], expected a time from 0 to 1000000000 tau.'],
  [{ duration: 1e300 }, '.duration: got 1e+300, expected a time'],
  [{ steps: true }, `.steps: got true, ${steps}`],
  [{ steps: 1e15 }, `.steps: got 1000000000000000, ${steps}`],
  [
    { schedule: ['synchronous'] },
    '.schedule: got ["synchronous"], expected one of synchronous, top-down, asynchronous.',
  ],
  [{ initial: 'forwrad' }, '.initial: got "forwrad", expected one of forward, zero. Try "forward".'],
  [
    { messages: 'treshold' },
    '.messages: got "treshold", expected one of sampled, threshold, trajectory. Try "threshold".',
  ],
  [{ messages: 'threshold', quantum: '1' }, '.quantum: got "1", expected a finite number above 0.'],
  [
    { messages: 'threshold', quantum: { h: null } },
    '.quantum.h: got null, expected a finite number above 0.',
  ],
  [
    { messages: 'threshold', quantum: JSON.parse('{"h":1,"__proto__":1}') },
    '.quantum.__proto__: got 1, expected the name of a node.',
  ],
  [
    { messages: 'threshold', quantum: [1] },
    '.quantum: got [1], expected a finite number above 0, or one for each node',
  ],
  [{ messages: 'threshold', quantum: 1, flush: 1 }, '.flush: got 1, expected true or false.'],
  [{ schedule: 'asynchronous', seed: 0.5 }, '.seed: got 0.5, expected a whole number.'],
  [{ duration: 1, band: '0' }, '.band: got "0", expected a finite number of at least 0.'],
  [{ constructor: 1 }, 'got unknown key "constructor"'],
  [JSON.parse('{"__proto__": {"steps": 3}}'), 'got unknown key "__proto__"'],
  [[], ': got [], expected an object.'],
  [null, ': got null, expected an object.'],
  ['euler', ': got "euler", expected an object.'],
];

describe('a relaxation is refused', () => {
  it.each(cases)('%j', (given, line) => {
    expect(refusal(() => relaxationOf(given))).toContain(line);
    const inConfiguration = refusal(() => configurationOf({ relaxation: given }, 'run/config.json'));
    expect(inConfiguration).toContain(line);
    expect(inConfiguration).toMatch(/^run\/config\.json\.relaxation/);
  });
});

it('what is undefined is not given', () => {
  expect(relaxationOf({ steps: undefined, duration: undefined })).toEqual(paperRelaxation);
});

describe('a configuration is refused', () => {
  it.each<[Record<string, unknown>, string]>([
    [{ epochs: null }, 'c.epochs: got null, expected a whole number of at least 1.'],
    [{ epochs: '3' }, 'c.epochs: got "3", expected a whole number of at least 1.'],
    [{ epochs: 1e12 }, 'c.epochs: got 1000000000000, expected a whole number of at most 1000000000.'],
    [{ seed: 2 ** 60 }, 'c.seed: got 1152921504606847000, expected a whole number.'],
    [{ rule: ['ar'] }, 'c.rule: got ["ar"], expected the name of a rule.'],
    [{ engine: 'constructor' }, 'c.engine: got "constructor", expected one of batched, events.'],
    [{ variant: { feedback: ['random'] } }, 'c.variant.feedback: got ["random"], expected one of'],
    [{ variant: { feedbak: 'random' } }, 'c.variant: got unknown key "feedbak", expected only feedback,'],
    [{ variant: null }, 'c.variant: got null, expected an object.'],
    [{ lerningRate: 1 }, 'c: got unknown key "lerningRate"'],
    [{ learningRate: '0.1' }, 'c.learningRate: got "0.1", expected a number above 0.'],
  ])('%j', (given, line) => {
    expect(refusal(() => configurationOf(given, 'c'))).toContain(line);
  });
});

it('any JSON is refused by name, or is a configuration that says the same when it is read again', () => {
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom<unknown>('euler', 'threshold', 'forward', 'events', 1, 0.5, 2, -1, true),
  );
  const keys = ['steps', 'stepSize', 'duration', 'solver', 'schedule', 'messages', 'quantum', 'band', 'seed'];
  const relaxation = fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 3 });
  const given = fc.record({
    relaxation: fc.oneof(relaxation, value),
    epochs: fc.oneof(fc.constant(1), value),
    engine: fc.constantFrom('events', 'batched'),
  });
  let accepted = 0;
  fc.assert(
    fc.property(given, (one) => {
      let read: unknown;
      try {
        read = configurationOf(one);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        return;
      }
      accepted++;
      expect(configurationOf(JSON.parse(JSON.stringify(read)))).toEqual(read);
    }),
    { seed: 11, numRuns: 2000 },
  );
  expect(accepted).toBeGreaterThan(20);
});
