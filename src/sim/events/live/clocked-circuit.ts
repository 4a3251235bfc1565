import type { Energy } from '../../../messages/energy.js';
import type { Message } from '../../../messages/message.js';
import type { Observable } from '../../../messages/streams.js';
import type { TaskOwner } from '../../../messages/task.js';
import type { Parameters } from '../../../network/parameters.js';
import type { Rule } from '../../../rules/rule.js';
import type { NetworkState } from '../save/phases-state.js';
import type { Lengths } from './cycle.js';
import { Cycles, type CyclesState } from './cycles.js';
import { PhasedNetwork } from './phased-network.js';
import type { Units } from './stimulus.js';
import type { Regime, Setting } from './way.js';

interface ClockedState {
  readonly network: NetworkState;
  readonly cycles: CyclesState;
}

/** A network under a rule whose phases follow each other by a global clock: see `Cycles`. */
export class ClockedCircuit implements Regime {
  private readonly network: PhasedNetwork;
  private readonly cycles: Cycles;

  /** @throws {InputError} on weights of the rule's own that are missing */
  constructor(setting: Setting, rule: Rule, lengths: Lengths) {
    this.network = new PhasedNetwork(setting, rule);
    this.cycles = new Cycles(setting, this.network, lengths);
  }

  get owners(): readonly TaskOwner[] {
    return [...this.cycles.owners, ...this.network.owners];
  }

  get missed(): number {
    return this.cycles.latest.missed;
  }

  get energy(): Energy {
    return this.network.energy;
  }

  start(): void {
    this.cycles.start();
  }

  show(inputs: Units, targets: Units | undefined): void {
    this.cycles.latest.show(inputs, targets);
  }

  teach(targets: Units | null): void {
    this.cycles.latest.teach(targets ?? undefined);
  }

  answer(node: string): Float64Array {
    return this.cycles.answers.of(node);
  }

  parameters(): Parameters {
    return this.network.parameters();
  }

  listen(selections: readonly string[]): Observable<Message> {
    return this.network.listen(selections);
  }

  state(): ClockedState {
    return { network: this.network.state(), cycles: this.cycles.state() };
  }

  restore({ network, cycles }: ClockedState): void {
    this.cycles.restore(cycles, () => this.network.restore(network));
  }
}
