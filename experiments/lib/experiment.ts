import type { Condition } from './study.js';
import type { Trainings } from './trainings.js';

/** How much is done: what counts, or just enough to see that it runs. */
export type Effort = 'full' | 'quick';

/** One thing that is expected, beside what was measured. */
export interface Check {
  readonly what: string;
  readonly measured: string;
  readonly expected: string;
  readonly holds: boolean;
  /** Whether it can be judged by a quick run, too; only by a full one if not given. */
  readonly quick?: boolean;
}

/** A table of a report: a heading row, then the others. */
export interface Table {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
}

/** A figure of a report. */
export interface Figure {
  /** The file's name without `.svg`. */
  readonly name: string;
  readonly caption: string;
  readonly svg: string;
}

/** What an experiment found. */
export interface Findings {
  readonly checks: readonly Check[];
  readonly tables: readonly Table[];
  readonly figures: readonly Figure[];
  /** All numbers, JSON-able; the trainings of the context are written beside them. */
  readonly data?: unknown;
  /** Paragraphs of Markdown for the report. */
  readonly remarks?: readonly string[];
}

/** What an experiment can use. */
export interface Context {
  readonly effort: Effort;
  /** Trains every condition under every seed, in that order, in parallel; what was trained before comes from the cache. */
  train(conditions: readonly Condition[], seeds: readonly number[]): Promise<Trainings>;
  /** A line for whoever watches. */
  note(line: string): void;
}

/** What an experiment consists of; `Settings` is what differs between a full and a quick run. */
export interface Plan<Settings extends object> {
  /** The file's name. */
  readonly name: string;
  /** In one sentence. */
  readonly question: string;
  /** What the paper or the theory says, and where. */
  readonly claim: string;
  /** What is therefore expected, in words; its checks judge by it. */
  readonly expectation: string;
  readonly full: Settings;
  readonly quick: Settings;
  run(settings: Settings, context: Context): Promise<Findings>;
}

/** An experiment, whatever its settings are. */
export interface Experiment extends Omit<Plan<object>, 'full' | 'quick' | 'run'> {
  readonly settings: Readonly<Record<Effort, object>>;
  run(context: Context): Promise<Findings>;
}

/** Makes an experiment of a plan. */
export function experimentOf<Settings extends object>(plan: Plan<Settings>): Experiment {
  const { name, question, claim, expectation, full, quick } = plan;
  const settings = { full, quick };
  return {
    name,
    question,
    claim,
    expectation,
    settings,
    run: (context) => plan.run(settings[context.effort], context),
  };
}
