import { drive, finish, initialState, type Problem, prepare } from './problem.js';
import type { Batch, Description, Initial, ParameterSet, PerNode, Relaxed, Schedule } from './types.js';

/** How to relax: `steps` Euler steps of size `stepSize`. */
export interface RelaxOptions {
  readonly steps: number;
  readonly stepSize: number;
  readonly schedule: Schedule;
  /** Default `forward`. */
  readonly initial?: Initial;
  /** Keep every step in `course`. */
  readonly record?: boolean;
}

/** A relaxed batch; `course[node][step][sample][unit]` has steps 0..K, and no node unless recorded. */
export interface Relaxation extends Relaxed {
  course: Record<string, number[][][]>;
}

/**
 * Activation Relaxation with frozen slopes: every node but the clamped outputs moves by
 * x <- x + h (-x + drive), `steps` times; then the weight changes are read off.
 */
export function relax(
  network: Description,
  params: ParameterSet,
  batch: Batch,
  options: RelaxOptions,
): Relaxation {
  const problem = prepare(network, params, batch);
  const state = initialState(problem, options.initial ?? 'forward');
  const course: Record<string, number[][][]> = {};
  if (options.record) record(course, state);
  for (let k = 0; k < options.steps; k++) {
    step(problem, state, options);
    if (options.record) record(course, state);
  }
  return { ...finish(problem, state), course };
}

/** One step. What a node reads is the old state (synchronous) or the state as it stands (top-down). */
function step(problem: Problem, state: PerNode, { stepSize, schedule }: RelaxOptions): void {
  const seen = schedule === 'synchronous' ? copy(state) : state;
  for (const { name } of [...problem.graph.order].reverse()) {
    if (problem.graph.clamped.has(name)) continue;
    for (let s = 0; s < state[name].length; s++) {
      const towards = drive(problem, seen, name, s);
      const x = state[name][s];
      for (let j = 0; j < x.length; j++) x[j] += stepSize * (-x[j] + towards[j]);
    }
  }
}

function record(course: Record<string, number[][][]>, state: PerNode): void {
  for (const [name, rows] of Object.entries(copy(state))) {
    course[name] ??= [];
    course[name].push(rows);
  }
}

function copy(state: PerNode): PerNode {
  const twin: PerNode = {};
  for (const [name, rows] of Object.entries(state)) twin[name] = rows.map((row) => [...row]);
  return twin;
}
