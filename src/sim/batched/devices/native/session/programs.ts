import type { Attribute, Binding, Made } from './binding.js';
import { compiled, type Plan, type Program, type Step } from './program.js';

/** More than a run has kinds of minibatches; the one that was used last stays longest. */
const most = 64;

/** Of a plan: how often it was seen, and its program once there is one; `none` where TensorFlow takes none. */
interface Known {
  seen: number;
  program: Program | 'none' | undefined;
}

/** Which plans get a program. */
export interface Policy {
  /** So often a plan has to be seen before. */
  readonly patience: number;
  /** Those of more steps get none. */
  readonly mostSteps: number;
}

/** Programs of plans that come again. */
export class Programs {
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly binding: Binding,
    private readonly policy: Policy,
  ) {}

  /** Runs a plan by its program. @returns undefined where it has none, or not yet */
  run(plan: Plan, feeds: readonly number[]): readonly Made[] | undefined {
    if (plan.steps.length > this.policy.mostSteps) return undefined;
    const key = keyOf(plan);
    const known = this.known.get(key) ?? { seen: 0, program: undefined };
    this.known.delete(key);
    this.known.set(key, known);
    if (this.known.size > most) this.forgetOldest();
    if (known.seen++ < this.policy.patience) return undefined;
    known.program ??= this.compile(plan);
    return known.program === 'none' ? undefined : known.program.run(feeds);
  }

  dispose(): void {
    while (this.known.size > 0) this.forgetOldest();
  }

  private compile(plan: Plan): Program | 'none' {
    try {
      return compiled(plan, this.binding);
    } catch {
      // One call after the other gives the same numbers.
      return 'none';
    }
  }

  private forgetOldest(): void {
    const [[key, { program }]] = this.known;
    this.known.delete(key);
    if (typeof program === 'object') program.dispose();
  }
}

/** Plans of one key are the same but for the sizes of tensors, which a program takes as they come. */
const keyOf = ({ steps, feeds, fetches }: Plan): string =>
  `${steps.map(stepKey).join(';')}|${feeds}|${fetches}`;

function stepKey(step: Step): string {
  step.key ??= `${step.name} ${attributesKey(step.attributes)} ${step.inputs}`;
  return step.key;
}

const keys = new WeakMap<readonly Attribute[], string>();

function attributesKey(attributes: readonly Attribute[]): string {
  let key = keys.get(attributes);
  if (key === undefined) {
    key = attributes.map(({ name, type, value }) => `${name}:${type}:${value}`).join();
    keys.set(attributes, key);
  }
  return key;
}
