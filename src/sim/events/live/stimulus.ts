import { nearest, refuse } from '../../../errors.js';
import type { LaidOutNode, Layout, Source } from '../../../network/layout.js';

/** A number for each unit, by input or by output node. */
export type Units = Readonly<Record<string, ArrayLike<number>>>;

/**
 * What comes from outside at a time, in tau. Inputs without targets: what should be answered comes later, or never, and no
 * longer holds for what was shown before. Targets without inputs: for what is shown. Targets `null`: withdrawn.
 */
export interface Stimulus {
  readonly time: number;
  readonly inputs?: Units | undefined;
  readonly targets?: Units | null | undefined;
}

/** @throws {InputError} on a time that is past, an unknown or missing name, a wrong size, a number that is not finite */
export function checkStimulus(layout: Layout, { time, inputs, targets }: Stimulus, now: number): void {
  if (!(time >= now && time < Infinity)) {
    refuse({ where: 'stimulus.time', got: String(time), expected: `a finite time from ${now} tau on` });
  }
  if (inputs) checkUnits('stimulus.inputs', layout.inputs, inputs);
  if (targets) checkUnits('stimulus.targets', layout.outputs, targets);
  if (inputs === undefined && targets === undefined) {
    refuse({ where: 'stimulus', got: 'neither inputs nor targets', expected: 'either or both' });
  }
}

/** A stimulus whose numbers are its own. */
export function copyOf({ time, inputs, targets }: Stimulus): Stimulus {
  return { time, inputs: inputs && copyUnits(inputs), targets: targets && copyUnits(targets) };
}

/** @returns numbers of their own */
export function copyUnits(units: Units): Readonly<Record<string, Float64Array>> {
  return Object.fromEntries(Object.entries(units).map(([name, values]) => [name, Float64Array.from(values)]));
}

function checkUnits(where: string, wanted: readonly (Source | LaidOutNode)[], given: Units): void {
  const known = wanted.map(({ name }) => name);
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    refuse({ where, got: JSON.stringify(name), expected: known.join(', '), hint: nearest(name, known) });
  }
  for (const { name, size } of wanted) checkSize(`${where}.${name}`, given[name], size);
}

function checkSize(where: string, values: ArrayLike<number> | undefined, size: number): void {
  if (values?.length !== size) {
    refuse({ where, got: values ? `${values.length} numbers` : 'nothing', expected: `${size} numbers` });
  }
  for (let i = 0; i < size; i++) {
    if (Number.isFinite(values[i])) continue;
    refuse({ where: `${where}[${i}]`, got: String(values[i]), expected: 'a finite number' });
  }
}
