import { refuse } from '../../errors.js';
import { layOut } from '../../network/layout.js';
import { keptStates } from '../../sim/kept.js';
import type { Rule } from '../../sim/rule.js';
import type { Activities, AnySimulator } from '../../sim/simulator.js';

/** The most bytes of states: a checkpoint with them must be a file that can be read again. */
export const mostStateBytes = 2 ** 30;

/** States that a rule keeps of every training sample: `NODE.STATE` [samples, units], in the precision of the engine. */
export class SampleStates {
  constructor(private readonly states: Activities) {}

  /** All of them. */
  get all(): Activities {
    return this.states;
  }

  /** Of some samples, a row each. */
  of(indices: Uint32Array): Activities {
    return mapped(this.states, ({ shape: [, units], data }) => {
      const rows = arrayLike(data, indices.length * units);
      for (const [row, index] of indices.entries())
        rows.set(data.subarray(index * units, (index + 1) * units), row * units);
      return { shape: [indices.length, units], data: rows };
    });
  }

  /** Keeps those of some samples. */
  put(indices: Uint32Array, states: Activities): void {
    for (const [name, { shape, data }] of Object.entries(this.states)) {
      const [, units] = shape;
      for (const [row, index] of indices.entries())
        data.set(states[name].data.subarray(row * units, (row + 1) * units), index * units);
    }
  }
}

/**
 * The states that training begins with, all 0; undefined under a rule that keeps none.
 * @throws {InputError} where they would take more than `mostStateBytes`
 */
export function firstStates(simulator: AnySimulator, rule: Rule, samples: number): Activities | undefined {
  if (rule.kind !== 'phases' || !rule.rule.keeps) return undefined;
  const list = keptStates(layOut(simulator.network), rule.rule);
  const bytes = simulator.engine === 'events' ? 8 : 4;
  const units = list.reduce((sum, { size }) => sum + size, 0);
  refuseTooMany(rule.name, samples, units, bytes);
  const entries = list.map(({ name, size }) => {
    const count = samples * size;
    return [
      name,
      { shape: [samples, size], data: bytes === 8 ? new Float64Array(count) : new Float32Array(count) },
    ];
  });
  return Object.fromEntries(entries);
}

function refuseTooMany(rule: string, samples: number, units: number, bytes: number): void {
  const total = samples * units * bytes;
  if (total <= mostStateBytes) return;
  refuse({
    where: `rule ${rule}`,
    got: `${samples} samples x ${units} units x ${bytes} bytes = ${total} bytes of states`,
    expected: `at most ${mostStateBytes}`,
    hint: 'initial zero, or fewer units',
  });
}

type Data = Float32Array | Float64Array;

const arrayLike = (data: Data, length: number): Data =>
  data instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);

const mapped = (states: Activities, to: (values: Activities[string]) => Activities[string]): Activities =>
  Object.fromEntries(Object.entries(states).map(([name, values]) => [name, to(values)]));
