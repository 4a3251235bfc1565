import { refuse } from '../../errors.js';
import { show } from '../../schema.js';
import { asNumber, finite } from './numbers.js';
import type { Task } from './options.js';
import type { Raw, RawTargets, Samples } from './samples.js';

/** A label is a byte. */
const mostClasses = 256;

/** What targets of a file are, as far as the samples to learn from say it. */
export type Meaning =
  | { readonly task: 'classes'; readonly classes: readonly string[] }
  | { readonly task: 'regression'; readonly targetSize: number };

/** @throws {InputError} on targets of several columns, which name no class */
export function requireOneColumn(file: string, width: number, hint: string): void {
  if (width === 1) return;
  refuse({
    where: `${file}: target`,
    got: `${width} columns`,
    expected: 'one column of classes',
    hint,
  });
}

/**
 * What targets are. Texts and whole numbers are classes, others numbers, unless it is said.
 * @throws {InputError} on classes that are too many or only one, or of several targets each
 */
export function meaningOf(file: string, { count, targets }: Samples, asked: Task | undefined): Meaning {
  const { width } = targets!;
  const task = asked ?? guessTask(count, targets!);
  if (task === 'regression') return { task, targetSize: width };
  requireOneColumn(file, width, '--task regression');
  const classes = classesOf(count, targets!);
  const name = targets!.names[0] === undefined ? '' : ` in ${targets!.names[0]}`;
  if (classes.length > mostClasses) {
    const hint = '--task regression, if they are quantities';
    refuse({
      where: `${file}: target`,
      got: `${classes.length} classes${name}`,
      expected: `at most ${mostClasses}`,
      hint,
    });
  }
  if (classes.length === 1)
    refuse({
      where: `${file}: target`,
      got: `only class ${show(classes[0])}${name}`,
      expected: 'at least two classes',
    });
  return { task, classes };
}

/** Texts and whole numbers are classes, others numbers. */
export function guessTask(count: number, { width, at }: RawTargets): Task {
  if (width !== 1) return 'regression';
  let whole = true;
  for (let i = 0; i < count; i++) {
    const value = asNumber(at(i, 0));
    if (value === undefined) return 'classes';
    whole &&= Number.isInteger(value);
  }
  return whole ? 'classes' : 'regression';
}

/** The name of a class: numbers that are written differently are the same. */
export function className(raw: Raw): string {
  const value = asNumber(raw);
  return value !== undefined && Number.isFinite(value) ? String(value) : String(raw);
}

/** The names of all classes: numbers by their size, texts by their characters, the same everywhere. @throws {InputError} on a number that is not finite */
export function classesOf(count: number, { at, place }: RawTargets): string[] {
  const found = new Set<string>();
  for (let i = 0; i < count; i++) {
    const raw = at(i, 0);
    if (typeof raw === 'number') finite(raw, raw, () => place(i, 0));
    found.add(className(raw));
  }
  const names = [...found];
  return names.every((name) => asNumber(name) !== undefined)
    ? names.sort((a, b) => Number(a) - Number(b))
    : names.sort();
}

/** The class of each sample. @throws {InputError} naming the place of one that is not known */
export function labelsOf({ count, targets }: Samples, classes: readonly string[]): Uint8Array {
  const places = new Map(classes.map((name, label) => [name, label]));
  return Uint8Array.from({ length: count }, (_, sample) => {
    const raw = targets!.at(sample, 0);
    const label = places.get(className(raw));
    if (label !== undefined) return label;
    const some = classes.length > 12 ? `${classes.slice(0, 12).join(', ')}, ...` : classes.join(', ');
    return refuse({
      where: targets!.place(sample, 0),
      got: `class ${show(raw)}`,
      expected: `one of those trained on: ${some}`,
    });
  });
}

/** The numbers of each sample. @throws {InputError} naming the place of one that is text or not finite */
export function realsOf({ count, targets }: Samples): Float32Array {
  const { width, at, place } = targets!;
  const reals = new Float32Array(count * width);
  for (let i = 0; i < reals.length; i++) {
    const [sample, k] = [Math.floor(i / width), i % width];
    const raw = at(sample, k);
    const value = asNumber(raw);
    const where = () => place(sample, k);
    if (value === undefined)
      refuse({
        where: where(),
        got: show(raw),
        expected: 'a number',
        hint: '--task classes, if it is a class',
      });
    reals[i] = finite(value, raw, where);
  }
  return reals;
}
