import type { Energy } from '../../../messages/energy.js';
import type { Message } from '../../../messages/message.js';
import type { Observable } from '../../../messages/streams.js';
import type { TaskOwner } from '../../../messages/task.js';
import type { Parameters } from '../../../network/parameters.js';
import type { Rule } from '../../../rules/rule.js';
import { grains } from '../../../synapses/grains.js';
import { requireWeights } from '../../own-weights.js';
import { PhasedCircuit } from '../phases/circuit.js';
import { refuseCurved } from '../phases/kink-refusals.js';
import { PhasedMedium } from '../phases/medium.js';
import { parametersOf, weightsOf } from '../phases/parameters.js';
import { refusePorts } from '../phases/pattern-refusals.js';
import { type NetworkState, putPhases, takeNetwork } from '../save/phases-state.js';
import { listenTo } from './listen.js';
import type { Setting } from './way.js';

/** Neurons and synapses of a live network, wired for the paths of a rule. */
export class PhasedNetwork {
  readonly circuit: PhasedCircuit;
  readonly medium: PhasedMedium;

  /** @throws {InputError} on weights of the rule's own that are missing, on slopes that move and bend, and on ports as `refusePorts` */
  constructor({ layout, parameters, queue, grain, delays, seed }: Setting, rule: Rule) {
    requireWeights(layout, parameters, rule);
    refuseCurved(layout, rule, `LiveSimulator.rule ${rule.name}`);
    this.medium = new PhasedMedium(layout, queue, { delays, seed });
    this.circuit = new PhasedCircuit(layout, rule, weightsOf(parameters), grains[grain], this.medium);
    refusePorts(this.circuit, { name: rule.name, rule }, 'trajectory');
  }

  get owners(): readonly TaskOwner[] {
    return this.circuit.lines.flatMap((line) => line ?? []);
  }

  get energy(): Energy {
    return this.medium.cost.energy;
  }

  parameters(): Parameters {
    return parametersOf(this.circuit.weights);
  }

  /** All that the named neurons and synapses say. @throws {InputError} on a name that is not there */
  listen(selections: readonly string[]): Observable<Message> {
    return listenTo(this.circuit, selections);
  }

  state(): NetworkState {
    return takeNetwork({ circuit: this.circuit, cost: this.medium.cost });
  }

  /** With its stimulus presented. */
  restore(state: NetworkState): void {
    putPhases({ circuit: this.circuit, cost: this.medium.cost }, state);
  }
}
