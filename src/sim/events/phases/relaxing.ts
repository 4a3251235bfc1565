import type { Parameters } from '../../../network/parameters.js';
import { keptFrames } from '../../frames.js';
import type { Activities, Batch, PhaseEnd, Relaxed, RelaxPresentation } from '../../simulator.js';
import type { PhasedCircuit } from './circuit.js';
import { endsOf } from './phase-end.js';
import { Presentation, type Stage } from './presentation.js';
import { Table } from './table.js';

/** Presents a batch to be looked at: what it leaves, and every state of every neuron at the end and at recorded steps. */
export function relax(stage: Stage, batch: Batch, presented: RelaxPresentation): Relaxed {
  const { circuit, cost } = stage;
  const { learningRate = 1, onSample } = presented;
  const frames = new Frames(circuit, batch.size, keptFrames(presented));
  const ends = Array.from({ length: batch.size }, (): PhaseEnd[] => []);
  const rates = { ...presented, learningRate, summed: true };
  const presentation = new Presentation(stage, batch, rates, {
    onStep: (row, step) => frames.keep(row, step),
    onEnd: (row, end) => void ends[row].push(end),
  });
  const states = new Table(batch.size);
  let loss = 0;
  for (let row = 0; row < batch.size; row++) {
    presentation.play(row);
    loss += presentation.loss(row);
    putStates(circuit, states, row);
    onSample?.(row + 1);
  }
  const names = circuit.layout.nodes.map(({ name }) => name);
  const { state } = circuit.rule.answer;
  return {
    loss: loss / batch.size,
    forward: presentation.answers,
    activity: Object.fromEntries(names.map((name) => [name, states.values[`${name}.${state}`]])),
    gradient: gradientOf(circuit, batch.size, learningRate),
    course: frames.course,
    states: states.values,
    phases: endsOf(ends),
    energy: cost.energy,
  };
}

/** Frames of a course: every state of every node, by `NODE.STATE`. */
class Frames {
  private readonly tables = new Map<number, Table>();

  constructor(
    private readonly circuit: PhasedCircuit,
    private readonly samples: number,
    private readonly keeps: ((step: number) => boolean) | undefined,
  ) {}

  keep(row: number, step: number): void {
    if (!this.keeps?.(step)) return;
    let table = this.tables.get(step);
    if (!table) {
      table = new Table(this.samples);
      this.tables.set(step, table);
    }
    putStates(this.circuit, table, row);
  }

  get course(): readonly Activities[] {
    return [...this.tables.values()].map(({ values }) => values);
  }
}

function putStates(circuit: PhasedCircuit, table: Table, row: number): void {
  for (const state of circuit.states) {
    for (const { name } of circuit.layout.nodes)
      table.put(row, `${name}.${state}`, circuit.column(name, state));
  }
}

/** The mean over the batch; of weights that have moved, by how much over minus the learning rate. */
function gradientOf({ weights }: PhasedCircuit, samples: number, learningRate: number): Parameters {
  const moved = [...weights.values()].some((one) => one.moved);
  const entries = [...weights].flatMap(([name, { shape, gradient, moved: sum }]) => {
    const [total, over] = moved ? [sum, learningRate] : [gradient, samples];
    return total ? [[name, { shape: [...shape], data: total.map((value) => value / over) }] as const] : [];
  });
  return Object.fromEntries(entries);
}
