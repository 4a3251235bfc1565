import type { Expression, Leaf } from '../../rules/expression.js';
import type { Columns, Vocabulary } from './cursor.js';

/** Where an operation has numbers from, one of each neuron. */
export type Operand =
  | { readonly kind: 'state'; readonly index: number }
  | { readonly kind: 'inlet'; readonly path: string; readonly key: number }
  | { readonly kind: 'own'; readonly name: 'bias' | 'stimulus' | 'target' }
  | { readonly kind: 'constant'; readonly value: number }
  /** A number raised to the distance from the nearest output. */
  | { readonly kind: 'power'; readonly of: number }
  /** What an operation before has left. */
  | { readonly kind: 'register'; readonly index: number };

/** Something done for all neurons before the next is. */
export interface Instruction {
  readonly operation: 'copy' | 'add' | 'sub' | 'mul' | 'sign' | 'clip' | 'f' | 'df' | 'errorAt';
  readonly a: Operand;
  /** Of two. */
  readonly b?: Operand;
  /** Of clip. */
  readonly low?: number;
  readonly high?: number;
  /** The register that it leaves its numbers in; the last one leaves them to whoever asked. */
  readonly into: number;
}

/** A formula as operations on columns: the same operations on each neuron's numbers, in the same order. */
export interface Program {
  /** Its number among those of a rule. */
  readonly index: number;
  readonly instructions: readonly Instruction[];
  /** It asks what outputs are wrong by. */
  readonly judges: boolean;
}

/** @returns undefined of an expression that reads what stands in no column: noise, third factors */
export function programOf(expression: Expression, words: Vocabulary, index: number): Program | undefined {
  const writing = new Writing(words);
  const last = writing.operand(expression, 0);
  if (!last) return undefined;
  const { instructions } = writing;
  if (last.kind !== 'register') instructions.push({ operation: 'copy', a: last, into: 0 });
  return { index, instructions, judges: instructions.some(({ operation }) => operation === 'errorAt') };
}

class Writing {
  readonly instructions: Instruction[] = [];

  constructor(private readonly words: Vocabulary) {}

  /** Where an expression's numbers are. @param depth registers from here on are free */
  operand(expression: Expression, depth: number): Operand | undefined {
    if (typeof expression === 'number') return { kind: 'constant', value: expression };
    if ('leaf' in expression) return this.column(expression.leaf);
    const { operation, of } = expression;
    const [first, ...rest] = of;
    if (operation === 'power') return { kind: 'power', of: first as number };
    const a = this.operand(first, depth);
    if (!a) return undefined;
    if (operation === 'add' || operation === 'mul' || operation === 'sub')
      return this.accumulate(operation, a, rest, depth);
    // What is left to them are constants, or the target.
    if (operation === 'clip') {
      const [low, high] = rest as readonly number[];
      return this.put({ operation, a, low, high, into: depth });
    }
    return this.put({ operation, a, into: depth });
  }

  /** Of several, from the first on. */
  private accumulate(
    operation: 'add' | 'sub' | 'mul',
    first: Operand,
    rest: readonly Expression[],
    depth: number,
  ): Operand | undefined {
    let a = first;
    for (const one of rest) {
      const b = this.operand(one, a.kind === 'register' ? depth + 1 : depth);
      if (!b) return undefined;
      // Times 1, as where there are no ports, is what it was.
      if (operation === 'mul' && b.kind === 'constant' && b.value === 1) continue;
      a = this.put({ operation, a, b, into: depth });
    }
    return a;
  }

  private put(instruction: Instruction): Operand {
    this.instructions.push(instruction);
    return { kind: 'register', index: instruction.into };
  }

  private column(leaf: Leaf): Operand | undefined {
    const { states, paths } = this.words;
    switch (leaf.kind) {
      case 'state':
        return { kind: 'state', index: states.indexOf(leaf.name) };
      case 'inlet':
        return { kind: 'inlet', path: leaf.path, key: paths[leaf.path].indexOf(leaf.key) };
      // Ports are added.
      case 'gate':
        return { kind: 'constant', value: 1 };
      case 'own':
        return leaf.name === 'distance' ? undefined : { kind: 'own', name: leaf.name };
      default:
        return undefined;
    }
  }
}

/** Where the numbers of an operand stand, of a population. */
export function columnOf(operand: Exclude<Operand, { kind: 'register' }>, columns: Columns): Float64Array {
  const { states, inlets, bias, distance } = columns;
  switch (operand.kind) {
    case 'state':
      return states[operand.index];
    case 'inlet':
      return inlets[operand.path][operand.key].sums;
    case 'own':
      return columns[operand.name];
    case 'constant':
      return new Float64Array(bias.length).fill(operand.value);
    case 'power':
      return new Float64Array(bias.length).fill(operand.of ** distance);
  }
}
