import type { Device } from '../device.js';
import type { ByName } from '../projections.js';

/** What synapses keep of gradients that they descend by a trace: low-pass, 0 when a presentation begins. */
export class Traces<T> {
  private readonly kept = new Map<object, ByName<T>>();

  constructor(private readonly m: Device<T>) {}

  /** Goes so much of the way to a gradient. @param statement whose it is */
  follow(statement: object, gradient: Readonly<ByName<T>>, share: number): void {
    const { m } = this;
    const before = this.of(statement);
    const entries = Object.entries(gradient).map(([name, now]) => {
      const part = m.affine(now, share, 0);
      return [name, name in before ? m.add(m.affine(before[name], 1 - share, 0), part) : part] as const;
    });
    this.kept.set(statement, Object.fromEntries(entries));
  }

  of(statement: object): ByName<T> {
    return this.kept.get(statement) ?? {};
  }

  /** Every tensor that is kept. */
  *tensors(): Iterable<T> {
    for (const traces of this.kept.values()) yield* Object.values(traces);
  }
}
