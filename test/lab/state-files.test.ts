import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeSafetensors,
  encodeSafetensors,
  readSafetensors,
  type Tensor,
  writeSafetensors,
} from '../../src/lab/safetensors/index.js';
import { encodeSealed } from '../../src/lab/sealed.js';
import { decodeState, encodeState, readState, writeState } from '../../src/lab/state-files.js';
import type { State } from '../../src/messages/state.js';
import { scratch } from '../data/scratch.js';
import { refusal } from '../network/refusals.js';

const leaf = fc.oneof(
  fc.double(),
  fc.constantFrom(-0, Number.NaN, Infinity, -Infinity, undefined, null, true, 'text', '$'),
  fc.float64Array({ maxLength: 5 }),
  fc.float32Array({ maxLength: 5 }),
  fc.uint32Array({ maxLength: 5 }),
  fc.uint8Array({ maxLength: 5 }),
);
const { tree } = fc.letrec<{ tree: State }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[a-z0-9[\]/.]{1,8}$/), tie('tree'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ) as fc.Arbitrary<State>,
}));

describe('a state in a file', () => {
  const newPath = () => join(scratch(), 'state.safetensors');

  it('reads back to the same bits', () => {
    const path = newPath();
    fc.assert(
      fc.property(fc.record({ a: tree, b: tree }, { noNullPrototype: true }), (state) => {
        writeState(path, 'test 1', state);
        expect(readState(path, 'test 1')).toStrictEqual(state);
      }),
      { seed: 81, numRuns: 200 },
    );
  });

  it('names its arrays by their place', () => {
    const path = newPath();
    writeState(path, 'test 1', { nodes: [{ weights: Float64Array.of(1, 2) }] });
    expect(readState(path, 'test 1')).toEqual({ nodes: [{ weights: Float64Array.of(1, 2) }] });
  });

  it('is refused when it is of another kind, or another version', () => {
    const path = newPath();
    writeState(path, 'test 1', 3);
    expect(refusal(() => readState(path, 'test 2'))).toBe(
      `${path}: got "test 1", expected test 2. Try the version of relaxon that wrote it, or making it anew with this one.`,
    );
    expect(refusal(() => readState(path, 'other 1'))).toBe(`${path}: got "test 1", expected other 1.`);
    writeSafetensors(path, [], {});
    expect(refusal(() => readState(path, 'test 1'))).toMatch(/got another kind of safetensors/);
    writeFileSync(path, 'nothing of the kind');
    refusal(() => readState(path, 'test 1'));
  });

  it('is refused whatever bit of it is flipped', () => {
    const state = { a: Float64Array.of(1, -2), text: 'abc', n: -0, list: [1, 2, null] };
    const bytes = encodeState('file', 'test 1', state);
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      bytes[bit >> 3] ^= 1 << (bit & 7);
      expect(refusal(() => decodeState(bytes, 'file', 'test 1'))).toMatch(/^file/);
      bytes[bit >> 3] ^= 1 << (bit & 7);
    }
    expect(decodeState(bytes, 'file', 'test 1')).toStrictEqual(state);
  });

  it('is checked by its hash, in whatever order its header is', () => {
    const path = newPath();
    writeState(path, 'test 1', { a: Float64Array.of(1), b: Uint8Array.of(2) });
    const { tensors, metadata } = readSafetensors(path);
    writeSafetensors(path, [...tensors].reverse(), metadata);
    expect(readState(path, 'test 1')).toEqual({ a: Float64Array.of(1), b: Uint8Array.of(2) });
    writeSafetensors(path, tensors, { ...metadata, 'relaxon.sha256': '0'.repeat(64) });
    expect(refusal(() => readState(path, 'test 1'))).toMatch(/got contents that do not fit their SHA-256/);
    writeSafetensors(path, tensors, { ...metadata, more: '' });
    expect(refusal(() => readState(path, 'test 1'))).toMatch(/got contents that do not fit their SHA-256/);
  });

  const text = (json: string): Tensor => {
    const data = new TextEncoder().encode(json);
    return { dtype: 'U8', shape: [data.length], data };
  };
  const number: Tensor = { dtype: 'F64', shape: [1], data: Float64Array.of(1) };
  const named = '{"$":"tensor","name":"a"}';
  it.each<[string, [string, Tensor][], RegExp]>([
    ['no JSON', [], /got no such tensor, expected U8/],
    ['JSON that is no bytes', [['state.json', number]], /got F64, expected U8/],
    ['JSON cut short', [['state.json', text('{"a":')]], /state.json:1:6: got the end, expected JSON/],
    ['a tensor that is not there', [['state.json', text(named)]], /"a": got no such tensor/],
    [
      'a tensor twice',
      [
        ['a', number],
        ['state.json', text(`[${named},${named}]`)],
      ],
      /"a": got no such tensor/,
    ],
    [
      'a tensor that nothing names',
      [
        ['a', number],
        ['state.json', text('3')],
      ],
      /got a tensor "a"/,
    ],
    [
      'a matrix',
      [
        ['a', { ...number, shape: [1, 1] }],
        ['state.json', text(named)],
      ],
      /got F64 of shape \[1, 1\]/,
    ],
    [
      'the mark of a method',
      [['state.json', text('{"$":"toString"}')]],
      /got {"\$":"toString"}, expected a mark/,
    ],
    ['a mark that is no text', [['state.json', text('{"$":{}}')]], /expected a mark of tensor/],
    [
      'a mark with something beside it',
      [['state.json', text('{"$":"NaN","a":1}')]],
      /expected a mark of tensor/,
    ],
  ])('is refused with %s, though its hash is right', (_, tensors, line) => {
    const bytes = encodeSealed('test 1', tensors);
    expect(refusal(() => decodeState(bytes, 'file', 'test 1'))).toMatch(line);
  });

  it('is read at any size that is written', () => {
    const tasks = Array.from({ length: 500_000 }, (_, t) => ({ owner: 'h"1', t }));
    const read = decodeState(encodeState('file', 'test 1', { tasks }), 'file', 'test 1') as {
      tasks: typeof tasks;
    };
    expect(read.tasks).toHaveLength(tasks.length);
    expect(read.tasks[499_999]).toEqual({ owner: 'h"1', t: 499_999 });
  });

  it('takes no key that marks something', () => {
    expect(refusal(() => encodeState('file', 'test 1', { a: { $: 'NaN' } }))).toMatch(
      /state.a: got a key "\$"/,
    );
  });
});

it('a header of any length is read', () => {
  const note = '"a\\'.repeat(3_000_000);
  const bytes = encodeSafetensors([], { note });
  expect(decodeSafetensors(bytes, 'file').metadata.note === note).toBe(true);
});
