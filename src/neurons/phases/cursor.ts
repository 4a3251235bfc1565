import { keyOf, normalAt } from '../../math/counted-noise.js';
import { numbers } from '../../math/numbers.js';
import type { Names, Own, Signals } from '../../rules/rule.js';
import type { Activation } from '../activation.js';
import type { Inlet } from './inlet.js';
import type { ErrorOf } from './pool.js';

/** What a rule calls the columns of a population. */
export interface Vocabulary {
  readonly states: readonly string[];
  /** Keys by path. */
  readonly paths: Readonly<Record<string, readonly string[]>>;
}

/** One for each path of a rule. */
export const byPath = <T>(
  { paths }: Vocabulary,
  of: (keys: readonly string[], path: string) => T,
): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(paths).map(([path, keys]) => [path, of(keys, path)]));

/** The columns over which a cursor moves. */
export interface Columns {
  readonly states: readonly Float64Array[];
  /** By path, one for each key. */
  readonly inlets: Readonly<Record<string, readonly Inlet[]>>;
  readonly bias: Float64Array;
  readonly stimulus: Float64Array;
  readonly target: Float64Array;
  readonly activation: Activation | undefined;
  readonly name: string;
  /** Of all of them, to the nearest output. */
  readonly distance: number;
}

/** A neuron of a population, moved from one to the next, and what formulas read there. */
export interface Cursor {
  unit: number;
  /** Of outputs that have a target. */
  error: ErrorOf | undefined;
  /** Third factors that all are told. */
  factors: Readonly<Record<string, number>>;
  /** Which sample is presented. */
  row: number;
  readonly own: Own<number, Names>;
}

/** Where a view reads; under no name that a rule may give to a state. */
const at = Symbol('at');

interface Position extends Omit<Columns, 'stimulus' | 'target'> {
  /** Asked for what neurons are given: few are given anything. */
  readonly columns: Columns;
  unit: number;
  error: ErrorOf | undefined;
  factors: Readonly<Record<string, number>>;
  row: number;
  readonly key: number;
  readonly upKeys: readonly string[];
}

/** What every neuron knows, whatever the rule. */
class AnyView {
  readonly [at]: Position;

  constructor(position: Position) {
    this[at] = position;
  }

  get bias(): number {
    return this[at].bias[this[at].unit];
  }

  get stimulus(): number {
    return this[at].columns.stimulus[this[at].unit];
  }

  get target(): number {
    return this[at].columns.target[this[at].unit];
  }

  in(key: string): number {
    const { upKeys, unit, inlets, bias } = this[at];
    // There are few, and equal texts are the same object: sooner found than in a map.
    let k = 0;
    while (upKeys[k] !== key) k++;
    return inlets.up[k].at(unit) + bias[unit];
  }

  noise({ seed, update, step }: Signals, draw = 1): number {
    const { row, key, unit } = this[at];
    return normalAt(seed, update, row, key, unit, step, draw);
  }

  factor(name: string): number {
    return this[at].factors[name] ?? 0;
  }

  /** Ports are added. */
  gate(): number {
    return 1;
  }

  f(a: number): number {
    return this[at].activation!.rate(numbers, a);
  }

  df(a: number): number {
    return this[at].activation!.slope(numbers, a);
  }

  byDistance(factor: number): number {
    return factor ** this[at].distance;
  }

  errorAt(activity: number): number {
    const { error, unit } = this[at];
    return error === undefined ? 0 : error.at(unit, activity);
  }
}

/** Makes cursors in the words of a rule. All populations of a circuit have views of one kind: that keeps loops fast. */
export function cursorsFor({ states, paths }: Vocabulary): (columns: Columns) => Cursor {
  const arrivals = Object.entries(paths).map(([path, keys]) => [path, inletOf(path), viewOf(keys)] as const);
  class View extends AnyView {
    constructor(position: Position) {
      super(position);
      for (const [path, name, Arrived] of arrivals)
        Object.assign(this, { [name]: new Arrived(position, position.inlets[path]) });
    }
  }
  for (const [k, name] of states.entries()) {
    Object.defineProperty(View.prototype, name, {
      get(this: View) {
        return this[at].states[k][this[at].unit];
      },
    });
  }
  return (columns) => {
    const { name, states, inlets, bias, activation, distance } = columns;
    const read = { columns, name, states, inlets, bias, activation, distance };
    const place = { unit: 0, row: 0, key: keyOf(name), error: undefined, factors: {} };
    const position: Position = { ...read, ...place, upKeys: paths.up ?? [] };
    const own = new View(position) as unknown as Own<number, Names>;
    return Object.assign(position, { own });
  };
}

/** What rules call the place where a path arrives. */
const inletOf = (path: string) => (path === 'up' ? 'basal' : path === 'down' ? 'apical' : path);

const inlet = Symbol('inlet');

function viewOf(keys: readonly string[]) {
  class Arrived {
    readonly [at]: { readonly unit: number };
    readonly [inlet]: readonly Inlet[];

    constructor(position: { readonly unit: number }, inlets: readonly Inlet[]) {
      this[at] = position;
      this[inlet] = inlets;
    }
  }
  for (const [k, key] of keys.entries()) {
    Object.defineProperty(Arrived.prototype, key, {
      get(this: Arrived) {
        return this[inlet][k].at(this[at].unit);
      },
    });
  }
  return Arrived;
}
