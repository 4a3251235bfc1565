import { describe, expect, it, vi } from 'vitest';
import { pytorch } from '../../bench/batched/pytorch.js';
import { quickEffort } from '../../bench/effort.js';
import { brian } from '../../bench/events/brian.js';
import type * as Python from '../../bench/python.js';
import { pythonWith } from '../../bench/python.js';
import { runAll } from '../../bench/run.js';

// A machine on which no Python has any module.
vi.mock('../../bench/python.js', async (original) => ({
  ...(await original<typeof Python>()),
  pythonWith: vi.fn(),
}));

describe('peers that are not installed', () => {
  it('are no error: their values are missing, with the reason', async () => {
    const plan = { measurements: [pytorch, brian], effort: quickEffort, only: '', say: () => {} };
    const { results, broken } = await runAll(plan);
    expect(broken).toBe(0);
    expect(results).toHaveLength(5);
    for (const { reading } of results) {
      expect(reading).toMatchObject({
        value: null,
        reason: expect.stringMatching(/^no Python with .*apt install/),
      });
    }
  });

  it('are found out by asking Python for the module', async () => {
    const { pythonWith: asked } = await vi.importActual<typeof Python>('../../bench/python.js');
    expect(asked('no_such_module_anywhere')).toBeUndefined();
    expect(pythonWith).toHaveBeenCalledWith('torch');
  });
});
