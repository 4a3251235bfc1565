import { expect, it } from 'vitest';
import { readOptdigits } from '../../src/data/optdigits.js';

const parse = (text: string) => readOptdigits({ file: 'a.tra', bytes: new TextEncoder().encode(text) });
const line = (first: string, digit: string) =>
  [first, ...Array.from({ length: 63 }, (_, i) => i % 17), digit].join(',');

it('reads images of 8 x 8 and their labels', () => {
  const split = parse(`${line('16', '3')}\n${line('0', '9')}\n`);
  expect(split).toMatchObject({ count: 2, shape: [8, 8], scale: 1 / 16, labels: Uint8Array.from([3, 9]) });
  expect(split.inputs.length).toBe(128);
  expect([...split.inputs.subarray(0, 3)]).toEqual([16, 0, 1]);
  expect([...split.inputs.subarray(63, 66)]).toEqual([62 % 17, 0, 0]);
});

it('accepts Windows line ends and spaces around a value', () => {
  expect(parse(`${line(' 7', '1')}\r\n${line('2', '4')}\r\n`).labels).toEqual(Uint8Array.from([1, 4]));
});

it.each([
  ['an empty file', '', 'a.tra: got an empty file, expected lines of 65 numbers.'],
  [
    'a short line',
    `${line('0', '1')}\n1,2,3`,
    'a.tra line 2: got 3 values, expected 64 values 0..16 and a digit.',
  ],
  ['a blank line', `\n${line('0', '1')}`, 'a.tra line 1: got 1 values'],
  ['a pixel too large', line('17', '1'), 'a.tra line 1 value 1: got "17", expected a whole number 0..16.'],
  ['a negative pixel', line('-1', '1'), 'a.tra line 1 value 1: got "-1"'],
  ['a fraction', line('1.5', '1'), 'a.tra line 1 value 1: got "1.5"'],
  ['an empty value', line('', '1'), 'a.tra line 1 value 1: got ""'],
  ['a label too large', line('0', '10'), 'a.tra line 1 value 65: got "10", expected a whole number 0..9.'],
])('refuses %s, naming the line', (_, text, message) => {
  expect(() => parse(text)).toThrow(message);
});
