import { keptStates } from '../../kept.js';
import type { Activities } from '../../simulator.js';
import type { PhasedCircuit } from './circuit.js';
import { Table } from './table.js';

/** States that a rule keeps from one presentation of a sample to the next: those of a batch, a row each. */
export class Kept {
  private readonly table: Table;
  private readonly columns: readonly (readonly [name: string, column: Float64Array])[];

  /** @param before as they are when presentations begin; 0 if not given */
  constructor(
    circuit: PhasedCircuit,
    samples: number,
    private readonly before: Activities | undefined,
  ) {
    this.table = new Table(samples);
    const states = keptStates(circuit.layout, circuit.rule);
    this.columns = states.map(({ name, node, state }) => [name, circuit.column(node, state)]);
  }

  begin(row: number): void {
    const { before } = this;
    if (!before) return;
    for (const [name, column] of this.columns)
      column.set(before[name].data.subarray(row * column.length, (row + 1) * column.length));
  }

  end(row: number): void {
    for (const [name, column] of this.columns) this.table.put(row, name, column);
  }

  /** As they were at the ends. */
  get values(): Activities {
    return this.table.values;
  }
}
