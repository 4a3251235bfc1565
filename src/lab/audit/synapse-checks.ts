import { directName } from '../../network/feedback-weights.js';
import type { LaidOutNode } from '../../network/layout.js';
import type { Parameterised } from '../../sim/batched/device.js';
import type { Matrix } from '../measurements/matrix.js';
import { add, type Ends, nothing, type Sum, type SynapseLedger, weightOf } from './synapse-ledger.js';

/** A sum may be taken in another order. */
const rounding = 1e-11;

/** Slopes towards ports, by sample: [port][unit]. */
export type Slopes = readonly (readonly (readonly number[])[])[];

type Own = Parameterised<Matrix>;

/** Holds numbers that whole layers make to what synapses carry, one by one. */
export class SynapseChecks {
  constructor(private readonly report: (finding: string) => void) {}

  /** What has come up. */
  current(ledger: SynapseLedger, said: readonly Matrix[], { named }: Own, got: Matrix): void {
    const { name, size } = ledger.node;
    if (!finite(...said)) return;
    for (let s = 0; s < got.rows; s++) {
      const brought = ledger.brought(rowsOf(said, s), named);
      for (let unit = 0; unit < size; unit++)
        this.expect(
          `${name}[${unit}]`,
          ['hears', 'from below'],
          got.data[s * size + unit],
          ledger.together(brought, unit),
        );
    }
  }

  /** The bias of each neuron on top. */
  bias(
    { name, size, type, spec }: LaidOutNode,
    current: Matrix,
    { named: { bias } }: Own,
    got: Matrix,
  ): void {
    const fixed = type.offset?.(spec) ?? 0;
    for (const [k, value] of got.data.entries()) {
      const unit = k % size;
      const sum = exactly(current.data[k]);
      add(sum, bias ? bias.data[unit % bias.data.length] : fixed);
      this.expect(`${name}[${unit}]`, ['begins at', 'with its bias'], value, sum);
    }
  }

  /** Slopes towards the ports by what has come up. */
  slopes(ledger: SynapseLedger, said: readonly Matrix[], { named }: Own): Slopes {
    const samples = Math.max(...said.map(({ rows }) => rows));
    return Array.from({ length: samples }, (_, s) => ledger.slopes(ledger.brought(rowsOf(said, s), named)));
  }

  /** What comes down to the neurons of a parent. */
  returned(
    ledger: SynapseLedger,
    parent: number,
    { message, own, slopes, got }: { message: Matrix; own: Own; slopes: Slopes | undefined; got: Matrix },
  ): void {
    const { name, size } = ledger.node.parents[parent];
    if (!finite(message)) return;
    const carries = (one: Ends): number => {
      const down = one.back === undefined ? undefined : own.feedback[one.key];
      return down ? down.data[one.back!] : weightOf(one, own.named);
    };
    for (let s = 0; s < message.rows; s++) {
      const sums = ledger.returned(parent, row(message, s), slopes?.[s], carries);
      for (const [unit, sum] of sums.entries())
        this.expect(
          `${name}[${unit}]`,
          ['hears', `from ${ledger.node.name} above`],
          got.data[s * size + unit],
          sum,
        );
    }
  }

  /** What two ends of synapses give to weights and biases. */
  products(
    ledger: SynapseLedger,
    said: readonly Matrix[],
    {
      post,
      slopes,
      got,
    }: { post: Matrix; slopes: Slopes | undefined; got: Readonly<Record<string, Matrix>> },
  ): void {
    const { node } = ledger;
    const { bias, ...weights } = got;
    if (!finite(...said, post)) return;
    const sums = Object.fromEntries(
      Object.entries(got).map(([key, { data }]) => [key, nothing(data.length)]),
    );
    const learns = Object.keys(weights).length > 0;
    for (let s = 0; s < post.rows; s++) {
      const ends = row(post, s);
      if (learns) ledger.addProducts(sums, rowsOf(said, s), ends, slopes?.[s]);
      if (bias) for (const [unit, end] of ends.entries()) add(sums.bias[unit % sums.bias.length], end);
    }
    for (const [key, all] of Object.entries(sums))
      for (const [place, sum] of all.entries())
        this.expect(
          `${node.called(key)}[${place}]`,
          ['learns', `at ${node.name}`],
          got[key].data[place],
          sum,
        );
  }

  /** What comes to the neurons of a node directly from the outputs. @param weight [units, outputs] */
  direct({ name, size }: LaidOutNode, said: readonly Matrix[], weight: Matrix, got: Matrix): void {
    if (!finite(...said)) return;
    for (let s = 0; s < got.rows; s++) {
      const pre = joined(said, s);
      for (let unit = 0; unit < size; unit++) {
        const sum = exactly(0);
        for (const [k, x] of pre.entries()) add(sum, weight.data[unit * pre.length + k] * x);
        this.expect(`${name}[${unit}]`, ['hears', 'from the outputs'], got.data[s * size + unit], sum);
      }
    }
  }

  /** What the two ends of these synapses give to their weights. */
  directProducts({ name }: LaidOutNode, said: readonly Matrix[], post: Matrix, got: Matrix): void {
    if (!finite(...said, post)) return;
    const sums = nothing(got.data.length);
    for (let s = 0; s < post.rows; s++) {
      const pre = joined(said, s);
      for (const [unit, end] of row(post, s).entries())
        for (const [k, x] of pre.entries()) add(sums[unit * pre.length + k], end * x);
    }
    for (const [place, sum] of sums.entries())
      this.expect(`${directName(name)}[${place}]`, ['learns', `at ${name}`], got.data[place], sum);
  }

  /** Numbers laid out as feedback weights. @param of the parameter that they are of */
  turned({ node, synapses }: SynapseLedger, weight: Matrix, got: Matrix, of: string): void {
    const name = node.bundles.find(({ key }) => key === of)?.feedbackName;
    for (const { key, place, back } of synapses) {
      if (place === undefined || key !== of) continue;
      this.expect(
        `${name}[${back}]`,
        ['learns', 'beside its weight'],
        got.data[back!],
        exactly(weight.data[place]),
      );
    }
  }

  private expect(
    who: string,
    [does, where]: readonly [string, string],
    got: number,
    { value, size }: Sum,
  ): void {
    if (Math.abs(got - value) <= rounding * size || !Number.isFinite(value)) return;
    this.report(`${who} ${does} ${got} ${where}, and synapses carry ${value}`);
  }
}

const row = ({ data, columns }: Matrix, s: number): Float64Array =>
  data.subarray(s * columns, (s + 1) * columns);
/** Of one sample, what several say, one after the other. */
const joined = (all: readonly Matrix[], s: number): number[] => rowsOf(all, s).flatMap((one) => [...one]);
const rowsOf = (all: readonly Matrix[], s: number): Float64Array[] => all.map((one) => row(one, s));
/** Beyond a singularity there are no numbers to compare. */
const finite = (...all: readonly Matrix[]): boolean => all.every(({ data }) => data.every(Number.isFinite));
const exactly = (value: number): Sum => ({ value, size: Math.abs(value) });
