/** Work that waits for its time. */
export interface Task {
  run(): void;
  /** What it takes to make it again, where that can be. */
  readonly saved?: SavedTask | undefined;
}

/** A task in a saved simulation: whose it is, and what it is to the owner (plain data). */
export interface SavedTask {
  /** Address of the owner. */
  readonly owner: string;
  readonly what: unknown;
}

/** Somebody who has tasks waiting, and can make them again. */
export interface TaskOwner {
  readonly address: string;
  /** The task that was saved as `what`. */
  taskOf(what: unknown): Task;
}

/** In what order the tasks of one instant run; each level, with all that comes of it in no time, before the next. */
export const levels = {
  /** What ends there: the step from the tick before; a cycle or interval, with the plasticity of what was in it. */
  ends: 0,
  /** What arrives there: messages, stimuli. */
  arrives: 1,
  /** What begins there: a phase, the relaxing part of a neuron's cycle. */
  begins: 2,
} as const;

export type Level = (typeof levels)[keyof typeof levels];
