import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeSafetensors } from '../../src/lab/safetensors/index.js';
import { readState, writeState } from '../../src/lab/state-files.js';
import type { State } from '../../src/sim/events/state.js';
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
      { numRuns: 200 },
    );
  });

  it('names its arrays by their place', () => {
    const path = newPath();
    writeState(path, 'test 1', { nodes: [{ weights: Float64Array.of(1, 2) }] });
    expect(readState(path, 'test 1')).toEqual({ nodes: [{ weights: Float64Array.of(1, 2) }] });
  });

  it('is refused when it is of another kind', () => {
    const path = newPath();
    writeState(path, 'test 1', 3);
    expect(refusal(() => readState(path, 'test 2'))).toMatch(/got test 1, expected test 2/);
    writeSafetensors(path, [], {});
    expect(refusal(() => readState(path, 'test 1'))).toMatch(/got another kind of safetensors/);
    writeSafetensors(path, [], { 'relaxon.format': 'test 1', 'relaxon.state': '{"a":' });
    expect(refusal(() => readState(path, 'test 1'))).toMatch(/damaged JSON/);
    const missing = JSON.stringify({ $: 'tensor', name: 'gone' });
    writeSafetensors(path, [], { 'relaxon.format': 'test 1', 'relaxon.state': missing });
    expect(refusal(() => readState(path, 'test 1'))).toMatch(/gone: got no such tensor/);
    writeFileSync(path, 'nothing of the kind');
    refusal(() => readState(path, 'test 1'));
  });
});
