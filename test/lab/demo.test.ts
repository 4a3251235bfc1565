import { expect, it } from 'vitest';
import { encounter } from '../../src/lab/demo.js';
import { inTurns } from '../../src/lab/turns.js';
import { tinyRun } from './runs/runs.js';

it('the encounter of the demonstration can be stopped between its parts', async () => {
  const run = await tinyRun();
  const controller = new AbortController();
  const parts: number[] = [];
  const met = inTurns(encounter(run, 1), controller.signal, (done) => {
    parts.push(done);
    if (done === 2) controller.abort();
  });
  await expect(met).rejects.toThrow('aborted');
  expect(parts).toEqual([1, 2]);
});
