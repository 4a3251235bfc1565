import type { Parameters } from '../../network/parameters.js';
import { standardOptimiser } from '../../synapses/optimisers.js';
import type { LearningRates, OptimiserState, Trained } from '../simulator.js';
import type { UpdateRates } from './following.js';

/** Where traces are: beside the weights that they belong to. */
export interface TracePlaces {
  read(): Parameters;
  /** These, and no others. */
  put(traces: Parameters): void;
}

/** Which optimiser has weights follow their gradients, and how often it has done so. */
export class Optimising {
  private last: Omit<OptimiserState, 'traces'> = { name: standardOptimiser.name, updates: 0 };

  constructor(private readonly places: TracePlaces) {}

  get state(): OptimiserState {
    return { ...this.last, traces: this.places.read() };
  }

  set state({ name, updates, traces }: OptimiserState) {
    this.last = { name, updates };
    this.places.put(traces);
  }

  /** Has weights learn by the next update, which counts if the loss is a number; another optimiser begins anew. */
  train(rates: LearningRates, learn: (rates: UpdateRates) => Trained): Trained {
    const { name } = rates.optimiser ?? standardOptimiser;
    const before = name === this.last.name ? undefined : this.state;
    if (before) this.state = { name, updates: 0, traces: {} };
    let counts = false;
    try {
      const update = this.last.updates + 1;
      const trained = learn({ ...rates, update });
      counts = Number.isFinite(trained.loss);
      if (counts) this.last = { name, updates: update };
      return trained;
    } finally {
      if (before && !counts) this.state = before;
    }
  }
}
