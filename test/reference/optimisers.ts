import type { Gradient, ParameterSet } from './types.js';

/** Settings as torch.optim has them, by the names of its arguments; clip is that of clip_grad_value_. */
export interface TorchOptions {
  readonly optim: 'SGD' | 'Adam' | 'AdamW' | 'RMSprop';
  readonly lr: number;
  /** Of NAME.feedback, as of a parameter group of its own. */
  readonly feedbackLr?: number;
  readonly momentum?: number;
  readonly nesterov?: boolean;
  readonly betas?: readonly [number, number];
  readonly eps?: number;
  readonly alpha?: number;
  readonly centered?: boolean;
  /** Not of biases: a parameter group with weight_decay 0. */
  readonly weightDecay?: number;
  readonly clip?: number;
  /** That of clip_grad_norm_, over all gradients together. */
  readonly clipNorm?: number;
}

/**
 * The algorithms of the documentation of torch.optim.SGD, Adam, AdamW and RMSprop, line by line, one number after the other:
 * SGD  b_1 = g, b_t = mu b_(t-1) + g; g + mu b_t if nesterov, else b_t.
 * Adam m_t = b1 m + (1 - b1) g, v_t = b2 v + (1 - b2) g^2, mhat = m_t / (1 - b1^t), vhat = v_t / (1 - b2^t),
 *      theta - lr mhat / (sqrt(vhat) + eps).
 * AdamW theta - lr lambda theta, and then Adam of g without lambda theta.
 * RMSprop v_t = alpha v + (1 - alpha) g^2, vtilde = v_t; if centered ga_t = alpha ga + (1 - alpha) g, vtilde - ga_t^2;
 *      if mu > 0 b_t = mu b + g / (sqrt(vtilde) + eps), theta - lr b_t; else theta - lr g / (sqrt(vtilde) + eps).
 */
export class TorchOptimiser {
  private readonly buffers = new Map<
    string,
    { t: number; b?: number[]; m: number[]; v: number[]; ga: number[] }
  >();

  constructor(private readonly options: TorchOptions) {}

  /** Parameters after one step; those without a gradient stay. */
  step(params: ParameterSet, gradient: Gradient): ParameterSet {
    const factor = this.normFactor(gradient);
    const entries = Object.entries(params).map(([name, { shape, data }]) => {
      const g = gradient[name]?.map((x) => x * factor);
      const next = g ? this.moved(name, Array.from(data), g) : Array.from(data);
      return [name, { shape, data: next }] as const;
    });
    return Object.fromEntries(entries);
  }

  /** state_dict's numbers, by `PARAMETER.NAME`. */
  get state(): Record<string, readonly number[]> {
    const { optim, momentum = 0, centered } = this.options;
    const all = [...this.buffers].flatMap(([name, { b, m, v, ga }]): [string, readonly number[]][] => {
      if (optim === 'RMSprop') {
        const centre: [string, readonly number[]][] = centered ? [[`${name}.grad_avg`, ga]] : [];
        const buffer: [string, readonly number[]][] = momentum > 0 ? [[`${name}.momentum_buffer`, b!]] : [];
        return [[`${name}.square_avg`, v], ...centre, ...buffer];
      }
      if (optim === 'SGD') return momentum === 0 ? [] : [[`${name}.momentum_buffer`, b!]];
      return [
        [`${name}.exp_avg`, m],
        [`${name}.exp_avg_sq`, v],
      ];
    });
    return Object.fromEntries(all);
  }

  private moved(name: string, theta: number[], grad: readonly number[]): number[] {
    const { optim, clip = Number.POSITIVE_INFINITY, weightDecay = 0, lr, feedbackLr = lr } = this.options;
    const gamma = name.endsWith('.feedback') ? feedbackLr : lr;
    const lambda = name.endsWith('.bias') ? 0 : weightDecay;
    const clipped = grad.map((x) => Math.max(-clip, Math.min(clip, x)));
    if (optim === 'AdamW') {
      const shrunk = theta.map((x) => x - gamma * lambda * x);
      const step = this.adam(name, clipped);
      return shrunk.map((x, i) => x - gamma * step[i]);
    }
    const g = clipped.map((x, i) => x + lambda * theta[i]);
    const direction = { SGD: this.sgd, Adam: this.adam, RMSprop: this.rmsprop }[optim].call(this, name, g);
    return theta.map((x, i) => x - gamma * direction[i]);
  }

  private rmsprop(name: string, g: readonly number[]): number[] {
    const { momentum: mu = 0, alpha = 0.99, eps = 1e-8, centered = false } = this.options;
    const state = this.of(name, g.length);
    state.b ??= g.map(() => 0);
    return g.map((x, i) => {
      state.v[i] = alpha * state.v[i] + (1 - alpha) * x * x;
      state.ga[i] = alpha * state.ga[i] + (1 - alpha) * x;
      const vtilde = centered ? state.v[i] - state.ga[i] ** 2 : state.v[i];
      const scaled = x / (Math.sqrt(vtilde) + eps);
      if (mu === 0) return scaled;
      state.b![i] = mu * state.b![i] + scaled;
      return state.b![i];
    });
  }

  /** clip_grad_norm_: min(1, max_norm / (norm + 1e-6)). */
  private normFactor(gradient: Gradient): number {
    const { clipNorm } = this.options;
    if (clipNorm === undefined) return 1;
    const norm = Math.sqrt(
      Object.values(gradient)
        .flatMap((g) => Array.from(g ?? []))
        .reduce((sum, x) => sum + x * x, 0),
    );
    return Math.min(1, clipNorm / (norm + 1e-6));
  }

  private sgd(name: string, g: readonly number[]): readonly number[] {
    const { momentum: mu = 0, nesterov = false } = this.options;
    if (mu === 0) return g;
    const state = this.of(name, g.length);
    const old = state.b;
    state.b = g.map((x, i) => (old ? mu * old[i] + x : x));
    return nesterov ? g.map((x, i) => x + mu * state.b![i]) : state.b;
  }

  private adam(name: string, g: readonly number[]): number[] {
    const { betas: [b1, b2] = [0.9, 0.999], eps = 1e-8 } = this.options;
    const state = this.of(name, g.length);
    state.t++;
    return g.map((x, i) => {
      state.m[i] = b1 * state.m[i] + (1 - b1) * x;
      state.v[i] = b2 * state.v[i] + (1 - b2) * x * x;
      const mhat = state.m[i] / (1 - b1 ** state.t);
      const vhat = state.v[i] / (1 - b2 ** state.t);
      return mhat / (Math.sqrt(vhat) + eps);
    });
  }

  private of(name: string, size: number) {
    const zeros = () => new Array<number>(size).fill(0);
    const state = this.buffers.get(name) ?? { t: 0, m: zeros(), v: zeros(), ga: zeros() };
    this.buffers.set(name, state);
    return state;
  }
}
