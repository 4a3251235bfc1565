import type { Arithmetic } from '../../math/arithmetic.js';

/** A rule did what an audit cannot let pass. It has been taken down: a rule that catches this gains nothing. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/** Takes down what a function of a rule does that it may not, and stops it. @throws {Violation} always */
export function violate({ of, report }: Call, what: string): never {
  report(`${of} ${what}`);
  throw new Violation(what);
}

/** One evaluation of one of the rule's functions. */
export interface Call {
  /** `neuron.feedback`, ... */
  readonly of: string;
  /** The operations so far, one after the other: what is computed, whatever the values. */
  readonly steps: string[];
  open: boolean;
  /** Takes down what should not be. */
  report(finding: string): void;
}

/**
 * A number that a rule may compute with and cannot look at: no comparison, no conversion, no constant made of it. So a
 * rule cannot branch on a value, nor pass one on, except through an audited arithmetic.
 */
export class Traced {
  readonly #value: number;
  readonly #call: Call;
  readonly #place: number;
  readonly #formula: string;

  /** @param step what it is: `activity`, or an operation on earlier ones @param formula the same for people */
  constructor(call: Call, value: number, step: string, formula: string) {
    this.#value = value;
    this.#call = call;
    this.#place = call.steps.push(step) - 1;
    this.#formula = formula.length > 120 ? `(${call.of}#${this.#place})` : formula;
    Object.freeze(this);
  }

  [Symbol.toPrimitive](): never {
    return violate(this.#call, 'looks at a value, instead of computing with the arithmetic that it is given');
  }

  /** What `it` holds, for the call to which it belongs. @throws {Violation} on anything else */
  static open(it: unknown, call: Call): { value: number; place: number; formula: string } {
    if (!(typeof it === 'object' && it !== null && #value in it)) {
      return violate(call, `computes with ${described(it)}, which it was not given`);
    }
    if (it.#call !== call) {
      const { of } = it.#call;
      return violate(call, `computes with ${it.#formula} of another call, of ${of}: it has a memory`);
    }
    if (!call.open) return violate(call, 'computes after it has answered');
    return { value: it.#value, place: it.#place, formula: it.#formula };
  }
}

const described = (it: unknown) =>
  typeof it === 'number' ? `the number ${it}` : it === undefined ? 'nothing' : `a ${typeof it}`;

/** An arithmetic over values that cannot be looked at: computes with `m`, and writes down what is computed. */
export function tracedArithmetic(m: Arithmetic<number>, call: Call): Arithmetic<Traced> {
  const unary = (name: Unary) => (a: Traced) => {
    const x = Traced.open(a, call);
    return new Traced(
      call,
      m[name](x.value),
      `${name} ${x.place}`,
      name === 'ones' ? '1' : `${name}(${x.formula})`,
    );
  };
  const binary = (name: 'add' | 'sub' | 'mul', sign: string) => (a: Traced, b: Traced) => {
    const [x, y] = [Traced.open(a, call), Traced.open(b, call)];
    const formula = `(${x.formula} ${sign} ${y.formula})`;
    return new Traced(call, m[name](x.value, y.value), `${name} ${x.place} ${y.place}`, formula);
  };
  return Object.freeze({
    add: binary('add', '+'),
    sub: binary('sub', '-'),
    mul: binary('mul', '*'),
    affine: (a: Traced, factor: number, offset: number) => {
      const x = Traced.open(a, call);
      for (const constant of [factor, offset]) {
        if (typeof constant !== 'number') violate(call, 'has a constant that is not a number');
      }
      const formula = `(${factor} ${x.formula} + ${offset})`;
      return new Traced(
        call,
        m.affine(x.value, factor, offset),
        `affine ${x.place} ${factor} ${offset}`,
        formula,
      );
    },
    ones: unary('ones'),
    exp: unary('exp'),
    relu: unary('relu'),
    step: unary('step'),
    tanh: unary('tanh'),
    sigmoid: unary('sigmoid'),
    softplus: unary('softplus'),
  });
}

type Unary = 'ones' | 'exp' | 'relu' | 'step' | 'tanh' | 'sigmoid' | 'softplus';
