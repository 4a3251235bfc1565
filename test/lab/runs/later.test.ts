import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { comparingRelaxation, comparingTraining, randomBatch } from '../../../src/lab/agreement.js';
import { runFiles } from '../../../src/lab/runs/files.js';
import type { Run } from '../../../src/lab/runs/setup.js';
import { evaluate } from '../../../src/lab/training/evaluate.js';
import { Diverged } from '../../../src/lab/training/finite.js';
import { Trainer } from '../../../src/lab/training/trainer.js';
import { inTurns } from '../../../src/lab/turns.js';
import { initialParameters } from '../../../src/network/parameters.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { rules } from '../../../src/sim/rules.js';
import type { AnySimulator, Simulator } from '../../../src/sim/simulator.js';
import { tinyRun, trainAll, trainUntilInterrupted } from './runs.js';

/** An engine whose answers come later; a call before the last is answered is refused. */
function later(inner: Simulator, calls: string[] = []): AnySimulator {
  let waiting = false;
  const answer = async <T>(name: string, work: () => T): Promise<T> => {
    expect(waiting, `${name} while another call waits`).toBe(false);
    waiting = true;
    calls.push(name);
    await setTimeout(0);
    waiting = false;
    return work();
  };
  return {
    engine: inner.engine,
    network: inner.network,
    parameters: () => answer('parameters', () => inner.parameters()),
    setParameters: (parameters) => inner.setParameters(parameters),
    optimiserState: () => answer('optimiserState', () => inner.optimiserState()),
    setOptimiserState: (state) => inner.setOptimiserState(state),
    predict: (...given) => answer('predict', () => inner.predict(...given)),
    relax: (...given) => answer('relax', () => inner.relax(...given)),
    train: (...given) => answer('train', () => inner.train(...given)),
    dispose: () => inner.dispose(),
  };
}

/** The run, by an engine whose answers come later. */
async function laterRun(given: Readonly<Record<string, unknown>>, calls?: string[]): Promise<Run> {
  const run = await tinyRun(given);
  const simulator = later(run.simulator, calls);
  return { ...run, simulator, trainer: new Trainer(simulator, run.examples, run.configuration) };
}

/** All that a run leaves but for times and paths. */
function left(directory: string): Record<string, string> {
  const { metrics, measurements, checkpoint, evaluation, relaxation } = runFiles(directory);
  const names = { metrics, measurements, checkpoint, evaluation, relaxation };
  return Object.fromEntries(
    Object.entries(names).map(([name, path]) => [name, readFileSync(path, 'latin1')]),
  );
}

it.each(['batched', 'events'])(
  'a run by an engine that answers later leaves the same bytes: %s',
  async (engine) => {
    const given = { engine, measureEvery: 3 };
    const calls: string[] = [];
    const now = left(await trainAll(await tinyRun(given)));
    expect(left(await trainAll(await laterRun(given, calls)))).toEqual(now);
    expect(calls.filter((name) => name === 'train')).toHaveLength(8);
    for (const name of ['parameters', 'predict', 'relax']) expect(calls).toContain(name);
  },
);

it('one that is interrupted is saved, and one that diverges says where', async () => {
  const run = await laterRun({});
  expect(await trainUntilInterrupted(run, 3)).toMatchObject({ name: 'Interrupted' });
  const stopped = await tinyRun({});
  await trainUntilInterrupted(stopped, 3);
  const saved = ({ directory }: Run) => readFileSync(runFiles(directory).checkpoint, 'latin1');
  expect(saved(run)).toBe(saved(stopped));
  const wild = { learningRate: 1e30, epochs: 4 };
  const why = async (run: Run) => trainAll(run).catch((error: unknown) => error);
  const [sooner, after] = [await why(await tinyRun(wild)), await why(await laterRun(wild))];
  expect(after).toBeInstanceOf(Diverged);
  expect((after as Diverged).message).toBe((sooner as Diverged).message);
});

it('both engines are compared, however late they answer', async () => {
  const { simulator, configuration } = await tinyRun();
  const { network } = simulator;
  const events = new EventSimulator(network, initialParameters(network, configuration.seed));
  const presentation = {
    rule: rules.ar,
    relaxation: relaxationOf({ steps: 4 }),
    name: 'ar',
    learningRate: 0.1,
  };
  const batch = randomBatch(network, 2, 1);
  const engines = [later(simulator), later(events)] as const;
  const relaxing = await inTurns(comparingRelaxation(...engines, batch, presentation));
  const training = await inTurns(comparingTraining(...engines, [batch], presentation));
  for (const { difference, tolerance } of [...relaxing, ...training])
    expect(difference).toBeLessThanOrEqual(tolerance);
  expect(relaxing.length + training.length).toBeGreaterThan(6);
});

it('where an answer is wanted now, one that comes later is refused, and an error that comes later is thrown', async () => {
  const { simulator, examples, configuration } = await tinyRun();
  const slow = later(simulator);
  expect(() => evaluate(slow as Simulator, examples)).toThrow(
    /^engine: got an answer that comes later, expected one now\./,
  );
  const broken = { ...slow, train: () => Promise.reject(new Error('device lost')) };
  const trainer = new Trainer(broken, examples, configuration);
  await expect(inTurns(trainer.training())).rejects.toThrow('device lost');
});
