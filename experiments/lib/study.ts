import { fail } from '../../src/errors.js';
import { type Configuration, configurationOf } from '../../src/lab/configuration.js';
import { createProgress, type Progress } from '../../src/lab/progress.js';
import { type Cache, keyOf } from './cache.js';
import { Pool } from './pool.js';
import { type Trained, Trainings } from './trainings.js';

/** What is trained under every seed: a name, and what is given to `configurationOf`. */
export interface Condition {
  readonly name: string;
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** How trainings are done. */
export interface StudyOptions {
  readonly jobs: number;
  readonly cache: Cache;
  readonly quiet?: boolean | undefined;
}

interface Task {
  readonly condition: string;
  readonly seed: number;
  readonly configuration: Configuration;
}

/**
 * Trains every condition under every seed, in that order, but for what the cache holds.
 * @throws {InputError} on a bad configuration, before anything is trained
 * @throws {RelaxonError} when trainings failed, once all others are done and kept
 */
export async function study(
  conditions: readonly Condition[],
  seeds: readonly number[],
  { jobs, cache, quiet }: StudyOptions,
): Promise<Trainings> {
  const tasks = tasksOf(conditions, seeds);
  const open = withoutTwins(tasks.filter(({ configuration }) => !cache.find(configuration)));
  if (open.length > 0) await trainAll(open, tasks, { jobs, cache, quiet });
  return new Trainings(tasks.map((task): Trained => ({ ...cache.find(task.configuration)!, ...task })));
}

function tasksOf(conditions: readonly Condition[], seeds: readonly number[]): Task[] {
  return conditions.flatMap(({ name, configuration }) =>
    seeds.map((seed) => ({
      condition: name,
      seed,
      configuration: configurationOf({ ...configuration, seed }, `condition ${name}`),
    })),
  );
}

// Conditions may differ in their name only.
function withoutTwins(tasks: readonly Task[]): Task[] {
  return [
    ...new Map([...tasks].reverse().map((task) => [keyOf(task.configuration), task])).values(),
  ].reverse();
}

async function trainAll(open: readonly Task[], all: readonly Task[], options: StudyOptions): Promise<void> {
  const done = withoutTwins(all.filter(({ configuration }) => options.cache.find(configuration)));
  const counter = new Counter(open, done, options.quiet);
  const pool = new Pool(options.jobs);
  const failed: string[] = [];
  try {
    await pool.run(
      open.map(({ configuration }) => configuration),
      {
        progress: (i, epochs) => counter.reached(i, epochs),
        ended(i, outcome) {
          if ('record' in outcome) options.cache.add(outcome.record);
          else failed.push(counter.note(`${title(open[i])} failed: ${outcome.error}`));
          counter.ended(i);
        },
      },
    );
  } finally {
    pool.dispose();
    counter.stop();
  }
  if (failed.length > 0) refuseGaps(failed, open.length);
}

const title = ({ condition, seed }: Task) => `${condition}, seed ${seed},`;

function refuseGaps(failed: readonly string[], of: number): never {
  fail({
    where: 'experiment.trainings',
    got: `${failed.length} of ${of} that failed; ${failed[0]}`,
    expected: 'all to be done or to diverge',
    hint: 'the same command again: what is done is kept',
  });
}

// Counts epochs, for a training may take long; one that diverges early has done all of its own.
class Counter {
  private readonly epochs: number[];
  private readonly before: number;
  private readonly progress: Progress;
  private trained = 0;

  constructor(
    private readonly open: readonly Task[],
    private readonly done: readonly Task[],
    quiet: boolean | undefined,
  ) {
    this.epochs = open.map(() => 0);
    this.before = sum(done.map(epochsOf));
    this.progress = createProgress({
      total: this.before + sum(open.map(epochsOf)),
      start: this.before,
      unit: 'epoch',
      label: 'training',
      quiet: quiet ?? false,
    });
  }

  reached(i: number, epochs: number): void {
    this.epochs[i] = epochs;
    const done = Math.round(10 * (this.before + sum(this.epochs))) / 10;
    const trainings = `${this.done.length + this.trained}/${this.done.length + this.open.length}`;
    this.progress.update(done, { trainings, now: `${this.open[i].condition} seed ${this.open[i].seed}` });
  }

  ended(i: number): void {
    this.trained++;
    this.reached(i, epochsOf(this.open[i]));
  }

  note(line: string): string {
    this.progress.note(line);
    return line;
  }

  stop(): void {
    this.progress.stop();
  }
}

const epochsOf = ({ configuration }: Task) => configuration.epochs;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
