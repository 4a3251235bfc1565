import { own, refuse } from '../../../errors.js';
import { directName, directShape } from '../../../network/feedback-weights.js';
import { type Layout, parameterName } from '../../../network/layout.js';
import { natural, range, refuseUnknown, unravel } from './places.js';

/** Some neurons of a node, or units of an input; of a state, that state of theirs. */
export interface NamedNeurons {
  readonly node: string;
  readonly units: readonly number[];
  readonly state?: string | undefined;
}

/** What a state of neurons is called by whoever named them so: where one is known, by their node. */
export const calledOf = ({ node, state }: NamedNeurons, name: string, known?: string): string =>
  state === undefined && name === known ? node : parameterName(node, name);

/** Some synapses: places in the parameter that their weights are of. */
export interface NamedSynapses {
  readonly parameter: string;
  readonly shape: readonly number[];
  readonly places: readonly number[];
}

/**
 * Neurons and synapses by name, as a network has them whatever runs on it: see `selectionHelp`; beside `NAME.weight` there are
 * `NAME.feedback` and `NAME.direct`, and `NAME.STATE`, `NAME.STATE[3]` where neurons have such states.
 * @throws {InputError} on a name that is not there, with the nearest one, or an index out of range
 */
export function named(
  layout: Layout,
  selection: string,
  states: readonly string[] = [],
): NamedNeurons | NamedSynapses {
  const parts = /^(.+?)(?:\[([\d,\s-]+)\])?$/.exec(selection.trim());
  const [, name, index] = parts ?? [undefined, selection, undefined];
  const shape = own(shapesOf(layout), name);
  if (shape) return { parameter: name, shape, places: placesIn(shape, selection, index) };
  const places = [...layout.inputs, ...layout.nodes].flatMap(({ name: node, size }) => [
    { called: node, node, size, state: undefined },
    ...states.map((state) => ({ called: parameterName(node, state), node, size, state })),
  ]);
  const found = places.find(({ called }) => called === name);
  if (!found) return refuseUnknown(knownIn(layout, states), selection, name);
  const [from, to] = range(selection, index, found.size);
  const units = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return { node: found.node, units, state: found.state };
}

/** The names of all that are meant, each once. @throws {InputError} as `named` */
export function addressesOf(layout: Layout, selections: readonly string[]): readonly string[] {
  const all = selections.flatMap((selection) => {
    const who = named(layout, selection);
    if ('node' in who) return who.units.map((unit) => `${who.node}[${unit}]`);
    return who.places.map((place) => synapseName(who.parameter, who.shape, place));
  });
  return [...new Set(all)];
}

/** Names a synapse by the place of its weight. */
export const synapseName = (parameter: string, shape: readonly number[], place: number): string =>
  `${parameter}[${unravel(place, shape).join(',')}]`;

function shapesOf(layout: Layout): Readonly<Record<string, readonly number[]>> {
  const entries = layout.nodes.flatMap((node) => [
    ...node.bundles.flatMap(({ key, feedback }) => [
      ...(node.parameters[key] ? [[parameterName(node.name, key), node.parameters[key].shape] as const] : []),
      ...(feedback
        ? [[parameterName(node.name, key.replace(/weight$/, 'feedback')), feedback.shape] as const]
        : []),
    ]),
    [directName(node.name), directShape(layout, node).shape] as const,
  ]);
  return Object.fromEntries(entries);
}

function placesIn(shape: readonly number[], selection: string, index: string | undefined): readonly number[] {
  const indices = index === undefined ? [] : index.split(',').map(natural);
  const fits = indices.length <= shape.length && indices.every((i, axis) => i >= 0 && i < shape[axis]);
  if (!fits) refuse({ where: 'selection', got: selection, expected: `indices within [${shape.join(', ')}]` });
  const size = shape.reduce((product, length) => product * length, 1);
  const all = Array.from({ length: size }, (_, place) => place);
  return all.filter((place) => {
    const at = unravel(place, shape);
    return indices.every((wanted, axis) => at[axis] === wanted);
  });
}

function knownIn({ inputs, nodes }: Layout, states: readonly string[]): readonly string[] {
  const names = nodes.map(({ name }) => name);
  return [
    ...inputs.map(({ name }) => name),
    ...names,
    ...names.flatMap((name) => states.map((state) => parameterName(name, state))),
    ...names.map((name) => parameterName(name, 'weight')),
    ...nodes.flatMap(({ bundles }) => bundles.flatMap(({ part, weight }) => (part ? [weight] : []))),
  ];
}
