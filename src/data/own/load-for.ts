import { basename } from 'node:path';
import { refuse } from '../../errors.js';
import { listed } from '../../schema.js';
import type { DataSet, Split } from '../dataset.js';
import { refuseDoubtful } from './guessed-columns.js';
import type { DataOptions, Task } from './options.js';
import { checksumOf, splitOf } from './parts.js';
import { readSource } from './read.js';
import type { Found, Samples } from './samples.js';
import { classesOf, guessTask, type Meaning, requireOneColumn } from './targets.js';

/** What is known of what a network answers. */
export interface Answers {
  /** Units of its output. */
  readonly size: number;
  readonly task?: Task | undefined;
  /** By its units. */
  readonly classes?: readonly string[] | undefined;
}

/** How a file is read that is judged by. */
export type FileOptions = Pick<DataOptions, 'inputColumns' | 'target' | 'targetFile' | 'task' | 'delimiter'>;

/** A file as a data set, all of it both to learn from and to be judged by; and what is to be said of it. */
export interface Judged {
  readonly data: DataSet;
  readonly split: Split;
  readonly notes: readonly string[];
}

/**
 * Reads a file or folder to judge a network by that was not trained on its like. Classes go to the units that they are known to
 * belong to: by their names; of unknown ones by their number where they are 0, 1, 2, ...; else in the order in which training
 * numbers them, if there is one for each unit.
 * @param path absolute
 * @throws {InputError} naming the place of what cannot be read, or of a class that the network does not have
 */
export async function loadFor(
  path: string,
  answers: Answers,
  { task, ...asked }: FileOptions,
): Promise<Judged> {
  const source = await readSource(path, { ...asked, targets: true });
  const { samples, notes: which } = judgedIn(path, source, asked);
  if (!asked.target && !asked.inputColumns) refuseDoubtful(path, samples);
  const { meaning, notes } = meaningFor(path, samples, answers, task);
  const split = splitOf(samples, meaning);
  const origin = {
    name: basename(path),
    checksum: checksumOf(source.contents),
    verified: true,
    source: path,
  };
  const both = { ...origin, train: split, test: split };
  const data =
    meaning.task === 'classes'
      ? { ...both, classes: meaning.classes.length, classNames: meaning.classes }
      : { ...both, targetSize: meaning.targetSize };
  return { data: data as DataSet, split, notes: [...notes, ...which] };
}

/** Of a file that holds arrays for testing beside others these are taken, unless others are asked for. */
export function judgedIn(
  path: string,
  { samples, test }: Pick<Found, 'samples' | 'test'>,
  { inputColumns }: Pick<FileOptions, 'inputColumns'>,
): { readonly samples: Samples; readonly notes: readonly string[] } {
  if (!test || inputColumns) return { samples, notes: [] };
  const note = `${path}: its arrays for testing are taken; --input-columns and --target name others`;
  return { samples: test, notes: [note] };
}

function meaningFor(
  path: string,
  samples: Samples,
  { size, task: known, classes }: Answers,
  asked: Task | undefined,
): { readonly meaning: Meaning; readonly notes: readonly string[] } {
  const { width } = samples.targets!;
  const task =
    known ??
    asked ??
    (size === 1 || width === size ? 'regression' : guessTask(samples.count, samples.targets!));
  if (task === 'regression') return { meaning: { task, targetSize: size }, notes: [] };
  requireOneColumn(path, width, '--target');
  if (classes) return { meaning: { task, classes }, notes: [] };
  const found = classesOf(samples.count, samples.targets!);
  const numbered = Array.from({ length: size }, (_, label) => String(label));
  if (found.every((name) => numbered.includes(name)))
    return { meaning: { task, classes: numbered }, notes: [] };
  if (found.length !== size) {
    const got = `${found.length} classes (${listed(found)})`;
    const expected = `the ${size} of the network, or their names`;
    refuse({ where: `${path}: target`, got, expected, hint: '--classes NAME,NAME,..., by its units' });
  }
  const note = `${path}: classes in the order ${listed(found)}; --classes says another`;
  return { meaning: { task, classes: found }, notes: [note] };
}
