import { after, multiple } from '../../../math/time.js';
import { levels, type Task, type TaskOwner } from '../../../messages/task.js';
import type { PoolState } from '../../../neurons/pool-actor.js';
import type { Initial } from '../../../neurons/signal.js';
import { grains } from '../../../synapses/grains.js';
import { buildCircuit, type Circuit } from '../build/circuit.js';
import { weightChange } from '../present/change.js';
import { teach } from '../present/teacher.js';
import type { Surroundings } from '../surroundings.js';
import type { ActorCircuit } from './actors.js';
import type { Units } from './stimulus.js';
import type { Setting } from './way.js';

/** The phases of a cycle, in tau: a sweep, a relaxation, and time for what is still under way. */
export interface Phases {
  readonly sweep: number;
  readonly duration: number;
  readonly drain: number;
  readonly initial: Initial;
}

type Phase = 'sweep' | 'relax' | 'learn';

interface Shown {
  readonly inputs: Units;
  targets: Units | undefined;
}

/**
 * The event engine under a global clock, cycle after cycle from time 0 on. In each the latest inputs are presented;
 * if their targets are known when the sweep is over, the network relaxes and learns, else it only answers. Inputs that
 * come in between wait for the next cycle, the latest of them only.
 */
export class PhasedCircuit implements ActorCircuit, TaskOwner {
  readonly address = 'clock';
  missed = 0;
  private readonly circuit: Circuit;
  /** What this cycle is about, and what waits for the next one. */
  private shown: Shown | undefined;
  private waiting: Shown | undefined;
  private cycle = 0;
  /** The next one. */
  private phase: Phase = 'sweep';

  constructor(
    private readonly setting: Setting,
    private readonly around: Surroundings,
    private readonly phases: Phases,
  ) {
    const { layout, parameters, delays, grain } = setting;
    this.circuit = buildCircuit(layout, parameters, delays, around, grains[grain]);
  }

  start(): void {
    this.enter(this.phase, 0);
  }

  get owners(): readonly TaskOwner[] {
    const neurons = Object.values(this.circuit.neurons).flat();
    return [this, ...neurons.flatMap(({ owners }) => owners)];
  }

  get inputs(): Circuit['inputs'] {
    return this.circuit.inputs;
  }

  get populations(): Circuit['populations'] {
    return this.circuit.populations;
  }

  show(inputs: Units, targets: Units | undefined): void {
    if (this.waiting) this.missed++;
    this.waiting = { inputs, targets };
  }

  teach(targets: Units | null): void {
    const latest = this.waiting ?? this.shown;
    if (latest) latest.targets = targets ?? undefined;
  }

  taskOf(what: unknown): Task {
    return { run: () => this.begin(what as Phase), saved: { owner: this.address, what } };
  }

  private enter(phase: Phase, part: number): void {
    const { queue } = this.around;
    this.phase = phase;
    const time = after(multiple(this.cycle, this.period), part);
    // Where a phase takes no time, rounding might put its end before its beginning.
    queue.at(Math.max(time, queue.now()), this.taskOf(phase), levels.begins);
  }

  /** Of a cycle, in tau. */
  private get period(): number {
    const { sweep, duration, drain } = this.phases;
    return after(after(sweep, duration), drain);
  }

  private begin(phase: Phase): void {
    const { sweep, duration } = this.phases;
    if (phase === 'sweep') {
      this.sweep();
      this.enter('relax', sweep);
    } else if (phase === 'relax') {
      const learns = this.relax();
      if (!learns) this.cycle++;
      this.enter(learns ? 'learn' : 'sweep', learns ? after(sweep, duration) : 0);
    } else {
      this.learn();
      this.cycle++;
      this.enter('sweep', 0);
    }
  }

  private sweep(): void {
    this.shown = this.waiting ?? this.shown;
    this.waiting = undefined;
    if (!this.shown) return;
    this.circuit.signals.next({ kind: 'begin' });
    for (const pool of this.circuit.pools) pool.begin();
    for (const [name, actors] of Object.entries(this.circuit.inputs)) {
      const values = this.shown.inputs[name];
      for (const [unit, actor] of actors.entries()) actor.present(values[unit]);
    }
  }

  private relax(): boolean {
    const targets = this.shown?.targets;
    if (!targets) return false;
    const { layout, queue } = this.setting;
    teach(layout, this.circuit, queue.now(), targets);
    this.circuit.signals.next({
      kind: 'relax',
      initial: this.phases.initial,
      messages: 'trajectory',
      band: 0,
    });
    return true;
  }

  private learn(): void {
    const { signals } = this.circuit;
    signals.next({ kind: 'sample' });
    signals.next({ kind: 'learn' });
    signals.next({ kind: 'update', change: weightChange(this.setting.rates, 1, 1) });
  }

  state(): PhasedState {
    const { cycle, phase, missed, shown, waiting } = this;
    const pools = this.circuit.pools.map((pool) => pool.state());
    return { cycle, phase, missed, shown: shown && { ...shown }, waiting: waiting && { ...waiting }, pools };
  }

  restore({ pools, ...own }: PhasedState): void {
    const { shown, waiting } = own;
    Object.assign(this, { ...own, shown: shown && { ...shown }, waiting: waiting && { ...waiting } });
    for (const [i, pool] of this.circuit.pools.entries()) pool.restore(pools[i]);
  }
}

interface PhasedState {
  readonly cycle: number;
  readonly phase: Phase;
  readonly missed: number;
  readonly shown: Shown | undefined;
  readonly waiting: Shown | undefined;
  readonly pools: readonly PoolState[];
}
