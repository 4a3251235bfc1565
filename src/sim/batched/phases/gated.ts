import { refuse } from '../../../errors.js';
import type { Gate } from '../../../network/node-type.js';
import type { RuleArithmetic } from '../../../rules/arithmetic.js';

/** A value times a neuron's slope towards each of its ports: its synapses multiply by that, each by its own port's. */
export class Gated<T> {
  constructor(
    readonly base: T | number,
    readonly gate: Gate<T>,
  ) {}

  /** It is that value, towards the same ports. */
  is(other: unknown): boolean {
    return other instanceof Gated && this.base === other.base && sameGate(this.gate, other.gate);
  }
}

const sameGate = (a: Gate<unknown>, b: Gate<unknown>): boolean => a.every((one, k) => one === b[k]);

type Plain<T> = T | number;

/** Arithmetic that takes values towards ports, too: they are multiplied by others, and added up where ports are the same. */
export function gatedArithmetic<T>(of: RuleArithmetic<Plain<T>>): RuleArithmetic<Plain<T> | Gated<T>> {
  type Value = Plain<T> | Gated<T>;
  const mul = (a: Value, b: Value): Value => {
    if (!(a instanceof Gated)) return b instanceof Gated ? mul(b, a) : of.mul(a, b);
    return b instanceof Gated ? refuseTwice() : new Gated(of.mul(a.base, b), a.gate);
  };
  const joined = (a: Value, b: Value, join: (a: Plain<T>, b: Plain<T>) => Plain<T>): Value => {
    if (!(a instanceof Gated) && !(b instanceof Gated)) return join(a, b);
    if (a instanceof Gated && b instanceof Gated && sameGate(a.gate, b.gate))
      return new Gated(join(a.base, b.base), a.gate);
    // Nothing is nothing towards any port.
    if (a === 0) return new Gated(join(0, (b as Gated<T>).base), (b as Gated<T>).gate);
    return b === 0 ? a : refuseTwice();
  };
  const plain = (a: Value): Plain<T> => (a instanceof Gated ? refuseTwice() : a);
  return {
    add: (a, b, ...more) =>
      [b, ...more].reduce<Value>((sum, next) => joined(sum, next, (x, y) => of.add(x, y)), a),
    mul: (a, b, ...more) => [b, ...more].reduce<Value>(mul, a),
    sub: (a, b) => joined(a, b, (x, y) => of.sub(x, y)),
    sign: (a) => of.sign(plain(a)),
    clip: (a, low, high) => of.clip(plain(a), low, high),
  };
}

function refuseTwice(): never {
  return refuse({
    where: 'rule',
    got: 'a formula that is not linear in the slope towards ports',
    expected: 'gate to be multiplied by, once',
  });
}
