import type { PhasedCircuit } from '../phases/circuit.js';
import type { StateWatcher } from '../phases/state-watcher.js';

/** By node, and whether neurons are answering. */
export interface AnswersState {
  readonly open: boolean;
  readonly last: Readonly<Record<string, Float64Array>>;
}

/** What every neuron answered last: while messages lead the phase of the answer, as soon as it does. */
export class Answers implements StateWatcher {
  /** What a neuron answered last is its own: others may have gone on. */
  readonly watching = false;
  /** The phase of the answer goes on, led by messages. */
  open = false;
  private readonly last: Readonly<Record<string, Float64Array>>;

  constructor(private readonly circuit: PhasedCircuit) {
    const { nodes } = circuit.layout;
    this.last = Object.fromEntries(nodes.map(({ name, size }) => [name, new Float64Array(size)]));
  }

  /** Of a node that there is. */
  of(node: string): Float64Array {
    return this.last[node].slice();
  }

  noteSet(node: string, states: readonly number[], units: Int32Array): void {
    const { circuit, last } = this;
    const { state } = circuit.rule.answer;
    if (!this.open || !(node in last) || !states.includes(circuit.states.indexOf(state))) return;
    const column = circuit.column(node, state);
    for (const unit of units) last[node][unit] = column[unit];
  }

  noteMove(): void {}

  /** All have answered. */
  take(): void {
    for (const [node, column] of Object.entries(this.last))
      column.set(this.circuit.column(node, this.circuit.rule.answer.state));
  }

  state(): AnswersState {
    const last = Object.entries(this.last).map(([node, column]) => [node, column.slice()]);
    return { open: this.open, last: Object.fromEntries(last) };
  }

  restore({ open, last }: AnswersState): void {
    this.open = open;
    for (const [node, column] of Object.entries(this.last)) column.set(last[node]);
  }
}
