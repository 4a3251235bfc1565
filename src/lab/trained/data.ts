import { basename, resolve } from 'node:path';
import {
  type DataDescription,
  type DataOptions,
  type DataSet,
  isOwnData,
  type LoadOptions,
  loadData,
  loadLike,
  resolvedData,
  type Split,
} from '../../data/index.js';
import { refuse } from '../../errors.js';
import { refuseOtherData } from '../runs/resume-checks.js';
import { withValidation } from '../training/validation.js';
import type { Subject } from './subject.js';

/** The parts of a data set. */
export const splits = { test: 'test', train: 'train', validation: 'validation' } as const;
export type SplitName = keyof typeof splits;

/** Which data are asked for. */
export interface DataAsked {
  /** A name of the catalogue, or the path of a file or folder; those of the run, if not given. */
  readonly data?: string | undefined;
  readonly dataOptions?: DataOptions | undefined;
  readonly split?: SplitName | undefined;
  readonly load?: LoadOptions | undefined;
}

/** Samples to judge a network by. */
export interface DataOfSubject {
  readonly data: DataSet;
  /** Undefined of a file, all of which is taken. */
  readonly name: SplitName | undefined;
  readonly split: Split;
}

/**
 * Loads data to judge a network by. Those of its run are read as the run read them. A file is read as the run's data were, where
 * these were a file, and all of it is taken.
 * @throws {InputError} on data that are not there, are not those of the run, or have no such part
 */
export async function dataOf(subject: Subject, asked: DataAsked): Promise<DataOfSubject> {
  const { data } = asked;
  if (data !== undefined && isOwnData(data)) return ofFile(subject, data, asked);
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
  return { data: set, name, split };
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
  const { split: name, dataOptions } = asked;
  if (name !== undefined)
    refuse({ where: '--split', got: `${name} of the file ${data}`, expected: 'none: all of it is taken' });
  const path = resolve(data);
  const trained = subject.run?.provenance.data.description;
  const description = trained ?? (await describedBy(data, dataOptions, asked.load));
  const { targetFile, delimiter } = dataOptions ?? {};
  const { checksum, ...split } = await loadLike(path, description, { targetFile, delimiter });
  const origin = { name: basename(path), checksum, verified: true, source: path, description };
  const both = { train: split, test: split };
  const set = (
    description.task === 'classes'
      ? { ...origin, ...both, classes: description.classes!.length, classNames: description.classes }
      : { ...origin, ...both, targetSize: description.targetSize }
  ) as DataSet;
  return { data: set, name: undefined, split };
}

async function describedBy(
  data: string,
  dataOptions: DataOptions | undefined,
  load: LoadOptions | undefined,
): Promise<DataDescription> {
  const { description } = await loadData(resolvedData({ data, dataOptions }, 'evaluate'), load);
  return description!;
}
