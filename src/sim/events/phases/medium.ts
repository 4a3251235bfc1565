import type { Drawing } from '../../../math/drawing.js';
import { randomStream, type StreamState } from '../../../math/random.js';
import type { EventQueue } from '../../../messages/queue.js';
import { Wires } from '../../../messages/wires.js';
import type { LaidOutNode, Layout } from '../../../network/layout.js';
import { Cell, type CellState } from '../../../neurons/cell.js';
import { Cells } from '../../../neurons/phases/cells.js';
import type { Projection } from '../../../synapses/phases/projection.js';
import { checkDelay, type Delay, lagOf } from '../build/delays.js';
import type { EventOptions } from '../options.js';
import { type Conditions, inShort, type Plain, plain } from '../save/conditions.js';
import type { PhasedCircuit } from './circuit.js';
import { Cost } from './cost.js';

/** Synapses from every unit of one population to every unit of a node, as delays and wires name them. */
export interface Ends {
  readonly node: LaidOutNode;
  /** Which of the node's parents; counted on from them, which output that speaks directly. */
  readonly parent: number;
  readonly posts: number;
  readonly pres: number;
}

/** What a medium is saved as. */
export interface MediumState {
  /** By block of synapses. */
  readonly wires: Readonly<Record<string, StreamState>>;
  /** By node and unit. */
  readonly cells: Readonly<Record<string, readonly CellState[]>>;
}

/** What is between neurons, and what differs in them, whatever rule they follow: random streams go on from rule to rule. */
export class PhasedMedium {
  readonly cost = new Cost();
  /** Messages may be under way for some time. */
  readonly late: boolean;
  private readonly lags = new Map<string, number | Float64Array>();
  private readonly wires = new Map<string, Wires>();
  private readonly cells: ReadonlyMap<string, Cells>;

  constructor(
    { nodes }: Layout,
    readonly queue: EventQueue,
    private readonly options: Pick<EventOptions, 'delays' | 'wires' | 'cells' | 'seed'>,
  ) {
    const { cells = {}, seed = 1, delays = {}, wires } = options;
    this.late = wires !== undefined || Object.values(delays).some((delay) => delay !== 0);
    const own = nodes.filter(({ name }) => cells[name] !== undefined);
    this.cells = new Map(
      own.map(({ name, size }) => {
        // A random stream for each neuron: what happens in one never disturbs another.
        const cell = (_: unknown, unit: number) =>
          new Cell(cells[name], unit, randomStream(seed, `cell/${name}[${unit}]`));
        return [name, new Cells(Array.from({ length: size }, cell))] as const;
      }),
    );
  }

  /** Messages may be lost. */
  get loses(): boolean {
    return this.options.wires !== undefined;
  }

  /** Everybody who draws random numbers. */
  get drawing(): readonly Drawing[] {
    return [...this.wires.values(), ...[...this.cells.values()].flatMap(({ drawing }) => drawing)];
  }

  /** Where random streams stand, and noise with them. */
  state(): MediumState {
    const wires = [...this.wires].map(([name, one]) => [name, one.streamState()] as const);
    const cells = [...this.cells].map(
      ([name, { cells }]) => [name, cells.map((cell) => cell.state())] as const,
    );
    return { wires: Object.fromEntries(wires), cells: Object.fromEntries(cells) };
  }

  restore({ wires, cells }: MediumState): void {
    for (const [name, one] of this.wires) one.putStream(wires[name]);
    for (const [name, { cells: own }] of this.cells)
      for (const [unit, cell] of own.entries()) cell.restore(cells[name][unit]);
  }

  /** What a state of it holds under. */
  conditions({ projections, rule }: Pick<PhasedCircuit, 'projections' | 'rule'>): Conditions {
    const { wires, seed = 1 } = this.options;
    const cells = [...this.cells].flatMap(([name, { cells: own }]) => {
      const tau = inShort(own.map((cell) => cell.tau));
      const dead = own.flatMap((cell, unit) => (cell.dead ? unit : []));
      const noise = plain(own[0].noise ?? null);
      const perfect = tau === 1 && noise === null && dead.length === 0;
      return perfect ? [] : [[name, { tau, dead, noise }] as const];
    });
    return {
      delays: delaysCondition(projections.filter(({ path }) => rule.paths[path].way !== 'down')),
      wires: wires ? plain({ loss: 0, duplicate: 0, jitter: 0, seed: 1, ...wires }) : null,
      cells: Object.fromEntries(cells),
      seed,
    };
  }

  cellsOf(node: string): Cells | undefined {
    return this.cells.get(node);
  }

  /** Conduction delay of synapses, in tau: of all, or of each at post * pres + pre. */
  lag(ends: Ends): number | Float64Array {
    const { node, parent } = ends;
    const delay: Delay = this.options.delays?.[node.name] ?? 0;
    if (typeof delay === 'number') return delay;
    return remembered(this.lags, `${node.name}/${parent}`, () => lagOf(node.name, delay, ends));
  }

  /**
   * The same of synapses that are a list, of each by its number.
   * @param placeOf the neuron at which it ends, and where it begins
   */
  lagOfEach(
    { node, parent }: Ends,
    count: number,
    placeOf: (k: number) => readonly [post: number, pre: number],
  ): number | Float64Array {
    const delay: Delay = this.options.delays?.[node.name] ?? 0;
    if (typeof delay === 'number') return delay;
    return remembered(this.lags, `${node.name}/${parent}`, () => {
      const lags = Float64Array.from({ length: count }, (_, k) =>
        checkDelay(node.name, delay(...placeOf(k), parent)),
      );
      return lags.every((lag) => lag === lags[0]) ? (lags[0] ?? 0) : lags;
    });
  }

  /** The wires of synapses, both ways. */
  wiresOf({ node, parent }: Ends): Wires | undefined {
    const { wires } = this.options;
    if (!wires) return undefined;
    // A random stream for each block: what happens on one wire never disturbs another block's.
    const name = `wires/${node.name}/${parent}`;
    return remembered(this.wires, name, () => {
      return new Wires(wires, randomStream(wires.seed ?? 1, name), 0, this.cost);
    });
  }
}

/** By node those that are not zero, projection by projection where these differ. */
function delaysCondition(projections: readonly Projection[]): Plain {
  const names = [...new Set(projections.map(({ to }) => to.name))];
  const entries = names.map((name): [string, Plain] => {
    const own = projections.filter(({ to }) => to.name === name);
    const lags = own.map(({ lag }) => (typeof lag === 'number' ? lag : inShort(lag)));
    return [name, lags.every((lag) => lag === lags[0]) ? lags[0] : lags];
  });
  return Object.fromEntries(entries.filter(([, lag]) => lag !== 0));
}

function remembered<T>(known: Map<string, T>, name: string, make: () => T): T {
  const one = known.get(name) ?? make();
  known.set(name, one);
  return one;
}
