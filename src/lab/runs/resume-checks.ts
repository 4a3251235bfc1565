import { basename } from 'node:path';
import type { DataSet } from '../../data/index.js';
import { refuse } from '../../errors.js';
import type { Configuration } from '../configuration.js';
import { holds, wasBegun } from '../files.js';
import { type OptimiserSettings, optimiserIn } from '../training/rates.js';
import type { TrainerState } from '../training/trainer-state.js';
import { runFiles } from './files.js';

/** @throws {InputError} unless the directory has what a run goes on from */
export function refuseNoRun(directory: string): void {
  const { configuration, checkpoint } = runFiles(directory);
  if ([configuration, checkpoint].every((path) => holds(directory, basename(path)))) return;
  const expected = 'a directory that train wrote';
  const hint = wasBegun(directory)
    ? `train --out ${directory}: it ended before anything was trained`
    : undefined;
  refuse({ where: directory, got: 'no run with a checkpoint', expected, hint });
}

/** The number of epochs to go on to. @throws {InputError} when it is lower than the run was to have */
export function raisedEpochs(asked: number | undefined, configured: number): number {
  if (asked === undefined || (Number.isInteger(asked) && asked >= configured)) return asked ?? configured;
  return refuse({
    where: 'epochs',
    got: String(asked),
    expected: `at least the ${configured} that the run is to have already`,
  });
}

/** @throws {InputError} unless the data are those that the run began with */
export function refuseOtherData(directory: string, began: Pick<DataSet, 'checksum'>, data: DataSet): void {
  if (began.checksum === data.checksum) return;
  refuse({
    where: `${directory}: data ${data.name}`,
    got: `checksum ${data.checksum.slice(0, 12)}... (${data.source})`,
    expected: `${began.checksum.slice(0, 12)}... as the run began with`,
    hint: 'setting RELAXON_DATA to the same data',
  });
}

/** @throws {InputError} unless the checkpoint was reached with the configuration that stands beside it */
export function refuseOtherSettings(
  directory: string,
  configuration: Configuration,
  { step, shuffler, optimiser }: TrainerState,
  batchesPerEpoch: number,
): void {
  const { configuration: where } = runFiles(directory);
  const expected = 'the configuration that the run began with';
  const configured = optimiserIn(configuration, step);
  const [asked, trained] = [configured, optimiser].map(settingsOf);
  for (const [setting, value] of Object.entries(asked)) {
    if (trained[setting] === value) continue;
    const got = `${value ?? 'none'}, but the checkpoint was trained with ${trained[setting] ?? 'none'}`;
    refuse({ where: `${where}.${setting}`, got, expected });
  }
  if (configured.updates !== undefined && optimiser.updates !== step) {
    const got = `${step} minibatches, but the optimiser counts ${optimiser.updates ?? 0} updates`;
    refuse({ where: `${where}: checkpoint`, got, expected: 'as many' });
  }
  const { epoch, dealt } = shuffler;
  if (dealt > batchesPerEpoch || step !== epoch * batchesPerEpoch + dealt) {
    const got = `${batchesPerEpoch} minibatches per epoch, but the checkpoint counts ${step} as ${epoch} epochs and ${dealt}`;
    refuse({ where, got, expected });
  }
}

const settingsOf = ({
  name,
  learningRate,
  settings,
  clip,
  clipNorm,
  schedule,
}: OptimiserSettings): Record<string, unknown> => ({
  optimiser: name,
  learningRate,
  ...settings,
  clip,
  clipNorm,
  learningRateSchedule: schedule,
});
