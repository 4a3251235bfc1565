import { rateOf, timesRates } from '../rates.js';
import type { LearningRates } from '../simulator.js';
import type { Device } from './device.js';
import type { ByName } from './projections.js';

/** How fast weights change, and what their gradients are multiplied by already. */
export interface Rates extends LearningRates {
  readonly scale: number;
  /** Of weights that move during the relaxation: sum up by how much, to be looked at. */
  readonly summed?: boolean;
}

/** The rates over one step of size h, of weights that move during the relaxation; in the gradient already. */
export function scaledRates(rates: Rates, stepSize: number): Rates {
  const scaled = timesRates(rates, stepSize);
  return { ...scaled, scale: scaled.learningRate || 1 };
}

/**
 * w <- w - rate (gradient + decay w). Parameters without a gradient stay as they are; biases do not decay.
 * @param gradient times the scale of the rates; that of feedback weights too
 */
export function descend<T>(
  m: Device<T>,
  parameters: Readonly<ByName<T>>,
  gradient: Readonly<ByName<T>>,
  rates: Rates,
): ByName<T> {
  return less(m, parameters, movement(m, parameters, gradient, rates));
}

/** rate (gradient + decay w), of the parameters that have a gradient. */
function movement<T>(
  m: Device<T>,
  parameters: Readonly<ByName<T>>,
  gradient: Readonly<ByName<T>>,
  rates: Rates,
): ByName<T> {
  const { weightDecay = 0, scale } = rates;
  const entries = Object.entries(gradient).map(([name, slope]) => {
    const rate = rateOf(name, rates);
    const moved = m.affine(slope, rate / scale, 0);
    const decay = name.endsWith('.bias') ? 0 : rate * weightDecay;
    return [name, decay === 0 ? moved : m.add(moved, m.affine(parameters[name], decay, 0))];
  });
  return Object.fromEntries(entries);
}

function less<T>(m: Device<T>, parameters: Readonly<ByName<T>>, moved: Readonly<ByName<T>>): ByName<T> {
  const entries = Object.entries(parameters).map(([name, value]) => [
    name,
    name in moved ? m.sub(value, moved[name]) : value,
  ]);
  return Object.fromEntries(entries);
}

/** Frees what has not been taken over into others. */
export function freeReplaced<T>(m: Device<T>, old: Readonly<ByName<T>>, by: Readonly<ByName<T>>): void {
  const kept = new Set(Object.values(by));
  m.free(Object.values(old).filter((tensor) => !kept.has(tensor)));
}

/** Parameters that move during a presentation, and the synapses as they are. The first ones are the engine's own. */
export class MovingWeights<T, S> {
  private steps = 0;
  private now: S;
  /** What they move by next. */
  private pending: ByName<T> = {};
  /** What they have moved by, the other way round: summed apart, for in their difference digits would be lost. */
  descent: ByName<T> | undefined;

  constructor(
    private readonly m: Device<T>,
    public parameters: ByName<T>,
    private readonly synapsesOf: (parameters: ByName<T>) => S,
    private readonly summed: boolean,
  ) {
    this.now = synapsesOf(parameters);
  }

  get synapses(): S {
    return this.now;
  }

  /** They have moved. */
  get moved(): boolean {
    return this.steps > 0;
  }

  /** Every tensor that is kept. */
  *tensors(): Iterable<T> {
    const { parameters, pending, descent = {} } = this;
    for (const some of [parameters, pending, descent]) yield* Object.values(some);
  }

  /**
   * Finds the parameters of the next step.
   * @param gradient the caller's no more, unless it is kept
   * @returns a function that puts them in place
   */
  step(gradient: ByName<T>, kept: boolean, rates: Rates): () => void {
    const { m } = this;
    const moved = m.scope(() => movement(m, this.parameters, gradient, rates));
    this.pending = moved;
    return () => {
      const next = less(m, this.parameters, moved);
      if (this.steps > 0) freeReplaced(m, this.parameters, next);
      this.steps++;
      this.parameters = next;
      this.pending = {};
      this.now = this.synapsesOf(next);
      this.sum(moved, new Set(kept ? Object.values(gradient) : []));
    };
  }

  private sum(moved: ByName<T>, kept: ReadonlySet<T>): void {
    const { m, summed } = this;
    const free = (tensors: readonly T[]) => m.free(tensors.filter((tensor) => !kept.has(tensor)));
    if (!summed) {
      free(Object.values(moved));
      return;
    }
    const before = this.descent ?? {};
    const sums = Object.entries(moved).map(([name, change]) => [
      name,
      name in before ? m.add(before[name], change) : change,
    ]);
    this.descent = { ...before, ...Object.fromEntries(sums) };
    // All at once: a change of weights and that of feedback weights may be the same numbers, turned.
    free(Object.keys(moved).flatMap((name) => (name in before ? [before[name], moved[name]] : [])));
  }
}
