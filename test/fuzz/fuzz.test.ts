import { describe, expect, it } from 'vitest';
import { inputOf } from '../../fuzz/inputs.js';
import { judge } from '../../fuzz/judge.js';
import { mutateJson } from '../../fuzz/mutate/json.js';
import type { Target } from '../../fuzz/target.js';
import { listed, targets } from '../../fuzz/targets.js';
import { refuse } from '../../src/errors.js';
import { scratch } from '../data/scratch.js';

const encode = (text: string) => new TextEncoder().encode(text);

/** A parser of {"a": number}, careful or with a fault. */
function planted(read: (value: { a?: unknown }) => unknown): Target {
  return {
    valid: [encode('{"a":1,"b":[2]}')],
    mutate: (stream, valid) => encode(mutateJson(stream, new TextDecoder().decode(valid))),
    read: (input) => {
      let value: unknown;
      try {
        value = JSON.parse(new TextDecoder().decode(input));
      } catch {
        refuse({ where: 'planted', got: 'no JSON', expected: 'JSON' });
      }
      if (typeof value !== 'object' || value === null)
        refuse({ where: 'planted', got: 'none', expected: 'an object' });
      return read(value);
    },
    use: () => {},
    write: (value) => encode(JSON.stringify({ a: value })),
  };
}

function kindsIn(target: Target): Set<string> {
  const verdicts = Array.from({ length: 2000 }, (_, i) => judge(target, inputOf(target, 'planted', 1, i)));
  return new Set(verdicts.map((verdict) => (typeof verdict === 'string' ? verdict : verdict.kind)));
}

describe('the fuzzer', () => {
  const number = (a: unknown): number =>
    typeof a === 'number' && Number.isFinite(a) && !Object.is(a, -0)
      ? a
      : refuse({ where: 'planted.a', got: 'another kind', expected: 'a number' });

  it('finds nothing in a careful parser', () => {
    expect(kindsIn(planted(({ a }) => number(a)))).toEqual(new Set(['taken', 'refused']));
  });

  it.each([
    ['crash', ({ a }: { a?: unknown }) => (a as number).toFixed(2)],
    ['nonsense', ({ a }: { a?: unknown }) => Number(a)],
    [
      'message',
      ({ a }: { a?: unknown }) => {
        if (typeof a === 'string') throw Object.assign(refusalOf(), { message: `no number\n${a}` });
        return number(a);
      },
    ],
  ])('finds a planted %s', (kind, read) => {
    expect(kindsIn(planted(read))).toContain(kind);
  });

  function refusalOf(): Error {
    try {
      return refuse({ where: 'planted.a', got: 'a text', expected: 'a number' });
    } catch (error) {
      return error as Error;
    }
  }
});

it.each(listed)('%s: inputs are the same for a seed, and of the first none is a finding', (parser) => {
  const target = targets[parser](scratch());
  for (let i = 0; i < 20; i++) {
    const input = inputOf(target, parser, 1, i);
    expect(inputOf(target, parser, 1, i)).toEqual(input);
    expect(judge(target, input)).toEqual(
      i < target.valid.length ? 'taken' : expect.stringMatching(/^(taken|refused)$/),
    );
  }
});
