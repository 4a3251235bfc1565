import { basename, resolve } from 'node:path';
import {
  type DataDescription,
  type DataSet,
  type FileOptions,
  isOwnData,
  type LoadOptions,
  loadData,
  loadFor,
  loadLike,
  type Numbers,
  type Split,
  scaledAlike,
} from '../../data/index.js';
import { refuse } from '../../errors.js';
import { refuseOtherData } from '../runs/resume-checks.js';
import { withValidation } from '../training/validation.js';
import { answersOf } from './meaning.js';
import type { Subject } from './subject.js';

/** The parts of a data set. */
export const splits = { test: 'test', train: 'train', validation: 'validation' } as const;
export type SplitName = keyof typeof splits;

/** Which data are asked for. */
export interface DataAsked {
  /** A name of the catalogue, or the path of a file or folder; those of the run, if not given. */
  readonly data?: string | undefined;
  /** How a file is read. */
  readonly file?: FileOptions | undefined;
  readonly split?: SplitName | undefined;
  readonly load?: LoadOptions | undefined;
}

/** Samples to judge a network by. */
export interface DataOfSubject {
  readonly data: DataSet;
  /** Undefined of a file, all of which is taken. */
  readonly name: SplitName | undefined;
  readonly split: Split;
  /** What is to be said of it, a line each. */
  readonly notes: readonly string[];
}

/**
 * Loads data to judge a network by. Those of its run are read as the run read them. A file is read as the run's data were, where
 * these were a file, and all of it is taken.
 * @throws {InputError} on data that are not there, are not those of the run, or have no such part
 */
export async function dataOf(subject: Subject, asked: DataAsked): Promise<DataOfSubject> {
  const { data } = asked;
  if (data !== undefined && isOwnData(data)) return ofFile(subject, data, asked);
  const [option] = Object.keys(asked.file ?? {});
  if (option !== undefined) {
    const where = `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    const got = data === undefined ? 'it without a file' : `it for the data set ${data}`;
    refuse({ where, got, expected: 'a file or folder to be read so', hint: '--data FILE' });
  }
  const { run } = subject;
  if (data === undefined && !run)
    refuse({
      where: '--data',
      got: 'none',
      expected: 'the data to judge the network by',
      hint: '--data mnist',
    });
  const set = data === undefined ? await ofRun(run!, asked) : await loadData({ data }, asked.load);
  const { split: name = 'test' } = asked;
  const split = set[name];
  if (!split) {
    const hint = run ? 'a run that was trained with --validation-share' : '--split test';
    refuse({ where: '--split', got: `${name} of ${set.name}`, expected: 'a part that it has', hint });
  }
  return { data: set, name, split, notes: [] };
}

async function ofRun(
  { directory, configuration, provenance }: Required<Subject>['run'],
  { load }: DataAsked,
) {
  const data = withValidation(await loadData(configuration, load), configuration);
  refuseOtherData(directory, provenance.data, data);
  return data;
}

async function ofFile(subject: Subject, data: string, asked: DataAsked): Promise<DataOfSubject> {
  const { split: name, file = {} } = asked;
  if (name !== undefined)
    refuse({ where: '--split', got: `${name} of the file ${data}`, expected: 'none: all of it is taken' });
  const path = resolve(data);
  const { data: trained } = subject.run?.provenance ?? {};
  if (trained?.description) return likeTrained(path, trained.description, file, trained.inputs);
  const { data: set, split, notes } = await loadFor(path, answersOf(subject), file);
  const scaled = scaledAlike(path, split, trained?.inputs);
  const both = { train: scaled.inputs, test: scaled.inputs };
  return {
    ...{ data: { ...set, ...both } as DataSet, name: undefined, split: scaled.inputs },
    notes: [...notes, ...scaled.notes],
  };
}

async function likeTrained(
  path: string,
  description: DataDescription,
  { task, ...options }: FileOptions,
  learned: Numbers | undefined,
): Promise<DataOfSubject> {
  if (task !== undefined && task !== description.task)
    refuse({ where: '--task', got: task, expected: `${description.task}, as the network has learned` });
  const { checksum, notes, ...split } = await loadLike(path, description, { ...options, learned });
  const origin = { name: basename(path), checksum, verified: true, source: path, description };
  const both = { train: split, test: split };
  const set = (
    description.task === 'classes'
      ? { ...origin, ...both, classes: description.classes!.length, classNames: description.classes }
      : { ...origin, ...both, targetSize: description.targetSize }
  ) as DataSet;
  return { data: set, name: undefined, split, notes };
}
