import { describe, expect, it, vi } from 'vitest';
import { cnnPeers } from '../../bench/batched/cnn-peers.js';
import { minibatchPeers } from '../../bench/batched/peers.js';
import { predictiveCoding } from '../../bench/batched/predictive-coding.js';
import { quickEffort } from '../../bench/effort.js';
import { delayedPeers } from '../../bench/events/delayed-peers.js';
import { simulators } from '../../bench/events/simulators.js';
import type * as Python from '../../bench/python.js';
import { runAll } from '../../bench/run.js';

// A machine on which no peer is installed.
vi.mock('../../bench/python.js', async (original) => ({
  ...(await original<typeof Python>()),
  findPeer: () => ({ reason: 'not installed (npm run bench:peers)' }),
}));

describe('peers that are not installed', () => {
  it('are no error: their values are missing, with the reason', async () => {
    const measurements = [
      ...minibatchPeers('wasm'),
      ...cnnPeers('wasm'),
      predictiveCoding('wasm'),
      ...simulators,
      ...delayedPeers,
    ];
    const { results, broken } = await runAll({ measurements, effort: quickEffort, only: '', say: () => {} });
    expect(broken).toBe(0);
    expect(results.length).toBeGreaterThan(20);
    for (const { reading } of results) {
      const reason = expect.stringMatching(/^[\w-]+: not installed \(npm run bench:peers\)/);
      expect(reading).toMatchObject({ value: null, reason });
    }
  });
});
