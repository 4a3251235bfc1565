import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { smallNetworkWith } from '../../experiments/lib/networks.js';
import { type Outcome, Pool } from '../../experiments/lib/pool.js';
import { configurationOf } from '../../src/lab/configuration.js';
import { processesOf } from '../cli/processes.js';

const network = smallNetworkWith('relu');
const given = { data: 'digits', network, epochs: 1, limitTestSamples: 100 };
const short = configurationOf({ ...given, limitTrainBatches: 2 });
const long = configurationOf({ ...given, epochs: 1000 });
const program = new URL('../../experiments/lib/worker.ts', import.meta.url).pathname;

// Of this process only: elsewhere on the machine an experiment may be running.
const workers = () => processesOf(program).filter((pid) => parentOf(pid) === process.pid);

// The fields after the command's name, which stands in brackets: state, parent.
function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2]);
  } catch {
    return undefined;
  }
}

describe('a pool of workers', () => {
  it('goes on when one is killed, and leaves none behind', async () => {
    const outcomes: Outcome[] = [];
    const pool = new Pool(1);
    const killed: number[] = [];
    try {
      await pool.run([long, short, short], {
        progress(i) {
          if (i !== 0 || killed.length > 0) return;
          killed.push(...workers());
          for (const pid of killed) process.kill(pid, 'SIGKILL');
        },
        ended(i, outcome) {
          outcomes[i] = outcome;
        },
      });
    } finally {
      pool.dispose();
    }
    expect(killed).toHaveLength(1);
    expect(outcomes[0]).toEqual({ error: expect.stringContaining('its process ended (SIGKILL)') });
    expect(outcomes.slice(1).map((outcome) => 'record' in outcome)).toEqual([true, true]);
    while (workers().length > 0) await new Promise((done) => setTimeout(done, 20));
  });
});
