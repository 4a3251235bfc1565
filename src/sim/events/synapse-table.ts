import { type Observable, Subject } from 'rxjs';
import type { Mailbox } from './inbox.js';
import type { Message, MessageKind } from './message.js';
import { NeuronActor } from './neuron-actor.js';
import type { Site, SynapseSet } from './synapse-set.js';

/** The state of all synapses into a node, in typed arrays: each synapse's own numbers, side by side. */
export class SynapseTable implements SynapseSet {
  readonly weights: Float64Array;
  readonly gradients: Float64Array;
  /** The last activity each synapse carried. */
  readonly forwardActivity: Float64Array;
  readonly basalPlace: Uint32Array;
  readonly apicalPlace: Uint32Array;
  readonly lag: Float64Array;
  readonly post: readonly Mailbox[];
  readonly pre: readonly (Mailbox | undefined)[];
  private taps: Map<number, { readonly address: string; readonly subject: Subject<Message> }> | undefined;

  constructor(sites: readonly Site[]) {
    this.weights = Float64Array.from(sites, ({ weight }) => weight);
    this.gradients = new Float64Array(sites.length);
    this.forwardActivity = new Float64Array(sites.length);
    this.basalPlace = Uint32Array.from(sites, ({ basalPlace }) => basalPlace);
    this.apicalPlace = Uint32Array.from(sites, ({ apicalPlace }) => apicalPlace ?? 0);
    this.lag = Float64Array.from(sites, ({ lag }) => lag);
    this.post = sites.map(({ neuron }) => neuron.basal);
    this.pre = sites.map(({ source }) => (source instanceof NeuronActor ? source.apical : undefined));
  }

  get count(): number {
    return this.weights.length;
  }

  weight(i: number): number {
    return this.weights[i];
  }

  setWeight(i: number, weight: number): void {
    this.weights[i] = weight;
  }

  gradient(i: number): number {
    return this.gradients[i];
  }

  watch(i: number, address: string): Observable<Message> {
    this.taps ??= new Map();
    const tap = this.taps.get(i) ?? { address, subject: new Subject<Message>() };
    this.taps.set(i, tap);
    return tap.subject;
  }

  /** Anybody watches any of these synapses. */
  get watched(): boolean {
    return this.taps !== undefined;
  }

  /** Lets those who watch synapse `i` hear what it says. */
  tell(i: number, time: number, target: string, kind: MessageKind, value: number): void {
    const tap = this.taps?.get(i);
    tap?.subject.next({ time, source: tap.address, target, kind, value });
  }
}
