import { nearest, own, refuse } from '../../../errors.js';
import type { Message } from '../../../messages/message.js';
import type { Observable } from '../../../messages/streams.js';
import { sizeOf } from '../../../network/shapes.js';
import type { InputActor } from '../../../neurons/input-actor.js';
import type { NeuronActor } from '../../../neurons/neuron-actor.js';
import type { SynapseSet } from '../../../synapses/synapse-set.js';
import { eachSynapse } from '../build/connections.js';
import type { Population } from '../build/populations.js';

/** An actor that can be listened to. */
export interface Audible {
  readonly address: string;
  readonly messages: Observable<Message>;
}

type Speaker = Pick<Audible, 'messages'>;

/** Actors by the names of their nodes and inputs. */
export interface Actors<N, I> {
  readonly inputs: Readonly<Record<string, readonly I[]>>;
  readonly populations: Readonly<Record<string, Population<N>>>;
}

/** A neuron, or an input. */
export interface SelectedNeuron<N = InputActor | NeuronActor> extends Audible {
  readonly neuron: N;
}

/** A synapse, with the neuron that teaches it. */
export interface SelectedSynapse<N = NeuronActor> extends Audible {
  readonly synapses: SynapseSet;
  /** Its number among them. */
  readonly i: number;
  readonly post: N;
}

/** What a name can stand for. */
export type Selected = SelectedNeuron | SelectedSynapse;

/** How to name actors, for help texts. */
export const selectionHelp =
  'NAME (every neuron of a node or input), NAME[3], NAME[0-9], NAME.weight (every synapse), ' +
  'NAME.weight[2], NAME.weight[2,5] (as the weight is indexed)';

/**
 * Finds actors by name: see `selectionHelp`.
 * @throws {InputError} on a name that is not there, with the nearest one, or an index out of range
 */
export function select<N extends Speaker, I extends Speaker>(
  circuit: Actors<N, I>,
  selection: string,
): (SelectedNeuron<N | I> | SelectedSynapse<N>)[] {
  const parts = /^(.+?)(?:\[([\d,\s-]+)\])?$/.exec(selection.trim());
  const [, name, index] = parts ?? [undefined, selection, undefined];
  const population = name.endsWith('.weight') ? own(circuit.populations, name.slice(0, -7)) : undefined;
  if (population) return synapses(population, name, selection, index);
  const neurons: readonly (N | I)[] | undefined =
    own(circuit.populations, name)?.neurons ?? own(circuit.inputs, name);
  if (!neurons) return refuseName(circuit, selection, name);
  const [from, to] = range(selection, index, neurons.length);
  return neurons
    .slice(from, to + 1)
    .map((neuron, i) => ({ address: `${name}[${from + i}]`, messages: neuron.messages, neuron }));
}

function synapses<N>(
  { node, neurons, blocks }: Population<N>,
  name: string,
  selection: string,
  index: string | undefined,
): SelectedSynapse<N>[] {
  const { shape } = node.parameters.weight;
  const indices = index === undefined ? [] : index.split(',').map(natural);
  const fits = indices.length <= shape.length && indices.every((i, axis) => i >= 0 && i < shape[axis]);
  if (!fits) refuse({ where: 'selection', got: selection, expected: `indices within [${shape.join(', ')}]` });
  const chosen: SelectedSynapse<N>[] = [];
  for (const { block, synapses } of blocks) {
    eachSynapse(block, (i, place) => {
      const at = unravel(place, shape);
      if (indices.some((wanted, axis) => at[axis] !== wanted)) return;
      const address = `${name}[${at.join(',')}]`;
      const post = neurons[Math.floor(i / block.pres)];
      chosen.push(new ChosenSynapse(address, synapses, i, post));
    });
  }
  return chosen;
}

/** Its messages are tapped only where somebody wants them. */
class ChosenSynapse<N> implements SelectedSynapse<N> {
  constructor(
    readonly address: string,
    readonly synapses: SynapseSet,
    readonly i: number,
    readonly post: N,
  ) {}

  get messages(): Observable<Message> {
    return this.synapses.watch(this.i, this.address);
  }
}

/** From which index to which; all, if none is given. */
export function range(selection: string, index: string | undefined, count: number): [number, number] {
  if (index === undefined) return [0, count - 1];
  const [from, to = from, ...more] = index.split('-').map(natural);
  if (from <= to && to < count && more.length === 0) return [from, to];
  return refuse({ where: 'selection', got: selection, expected: `an index or range within 0-${count - 1}` });
}

/** A whole number; NaN if it is none. */
export const natural = (text: string) => (/^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN);

/** The indices of a place in a shape. */
export function unravel(place: number, shape: readonly number[]): number[] {
  let rest = place;
  return shape.map((_, axis) => {
    const stride = sizeOf(shape.slice(axis + 1));
    const i = Math.floor(rest / stride);
    rest %= stride;
    return i;
  });
}

function refuseName(circuit: Actors<unknown, unknown>, selection: string, name: string): never {
  const nodes = Object.keys(circuit.populations);
  const known = [...Object.keys(circuit.inputs), ...nodes, ...nodes.map((node) => `${node}.weight`)];
  refuseUnknown(known, selection, name);
}

/** @throws {InputError} with the nearest of the names that there are */
export function refuseUnknown(known: readonly string[], selection: string, name: string): never {
  refuse({
    where: 'selection',
    got: JSON.stringify(selection),
    expected: `one of ${known.slice(0, 12).join(', ')}`,
    hint: nearest(name, known),
  });
}
