import { plainDescent } from '../../synapses/optimiser.js';
import { standardOptimiser } from '../../synapses/optimisers.js';
import { isPlain } from '../optimising.js';
import { rateOf } from '../rates.js';
import type { LearningRates, OptimiserState } from '../simulator.js';
import type { Device } from './device.js';
import { clippedByNorm } from './norm.js';
import type { ByName } from './projections.js';
import { readAll, uploadAll } from './transfer.js';
import { descend, freeReplaced, type Rates } from './weights.js';

/** What an update leaves on the device; traces by `PARAMETER.TRACE`. */
export type Updated<T> = Readonly<Record<'parameters' | 'traces', ByName<T>>>;

/** How weights follow their gradients, and the traces that they keep for it: tensors of the shape of the weights. */
export class Optimising<T> {
  private name: string = standardOptimiser.name;
  private updates = 0;
  private traces: ByName<T> = {};

  constructor(private readonly m: Device<T>) {}

  /** The rates of a presentation to learn from. */
  ratesOf(rates: LearningRates): Rates {
    // The rate is put into the gradient's small factors, where it is all that gradients are multiplied by; of zero it could
    // not be taken out again.
    return { ...rates, scale: isPlain(rates) ? rates.learningRate || 1 : 1 };
  }

  /**
   * The one place where weights follow gradients, but for those that move while a presentation goes on. Parameters without
   * a gradient stay as they are. Nothing is kept.
   * @param gradient times the scale of the rates
   */
  updated(parameters: ByName<T>, gradient: Readonly<ByName<T>>, rates: Rates): Updated<T> {
    const { m } = this;
    if (isPlain(rates)) return { parameters: descend(m, parameters, gradient, rates), traces: {} };
    const next: Updated<T> = { parameters: { ...parameters }, traces: {} };
    const { clipNorm } = rates;
    const clipped = clipNorm === undefined ? gradient : clippedByNorm(m, gradient, clipNorm);
    for (const [name, slope] of Object.entries(clipped)) this.follow(name, slope, rates, next);
    return next;
  }

  /** An update has been made: its traces are those of the next. */
  keep({ traces }: Updated<T>, { optimiser = standardOptimiser }: LearningRates): void {
    this.updates = this.before(optimiser.name) + 1;
    this.name = optimiser.name;
    freeReplaced(this.m, this.traces, traces);
    this.traces = traces;
  }

  get state(): OptimiserState {
    const { name, updates } = this;
    return { name, updates, traces: readAll(this.m, this.traces) };
  }

  set state({ name, updates, traces }: OptimiserState) {
    this.free();
    this.name = name;
    this.updates = updates;
    this.traces = uploadAll(this.m, traces);
  }

  free(): void {
    this.m.free(Object.values(this.traces));
    this.traces = {};
  }

  /** Updates so far; an optimiser that is another one begins anew. */
  private before(name: string): number {
    return name === this.name ? this.updates : 0;
  }

  private follow(name: string, slope: T, rates: Rates, { parameters, traces }: Updated<T>): void {
    const { m } = this;
    const { optimiser = standardOptimiser } = rates;
    const { descend = plainDescent } = optimiser;
    const rate = rateOf(name, rates);
    const kept = optimiser.traces.map((trace) => `${name}.${trace}`);
    const update = this.before(optimiser.name) + 1;
    const before = kept.map((key) => (update === 1 ? undefined : this.traces[key]) ?? m.affine(slope, 0, 0));
    const gradient = this.gradientOf(name, slope, parameters[name], rates);
    const made = descend(m, gradient, before, { rate, update });
    for (const [i, key] of kept.entries()) traces[key] = made.traces[i];
    const decay = optimiser.decoupled ? decayOf(name, rates) : 0;
    parameters[name] = m.sub(m.affine(parameters[name], 1 - rate * decay, 0), made.step);
  }

  /** Clipped, and with weight decay in it unless that is decoupled. */
  private gradientOf(name: string, slope: T, weight: T, rates: Rates): T {
    const { m } = this;
    const { clip, optimiser } = rates;
    const clipped = clip === undefined ? slope : m.clip(slope, -clip, clip);
    const decay = optimiser?.decoupled ? 0 : decayOf(name, rates);
    return decay === 0 ? clipped : m.add(clipped, m.affine(weight, decay, 0));
  }
}

const decayOf = (name: string, { weightDecay = 0 }: LearningRates): number =>
  name.endsWith('.bias') ? 0 : weightDecay;
