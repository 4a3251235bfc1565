import {
  augmentations,
  channelsOf,
  type DataSet,
  fitNormalisation,
  fitStandardisation,
  fitTargetStandardisation,
  formOf,
  imageWriter,
  inputSize,
  type Normalisation,
  placementOf,
  type Split,
  type WriteInput,
} from '../../data/index.js';
import { choose, refuse } from '../../errors.js';

/** What a configuration says of how inputs are given to a network. */
export interface PreparationSettings {
  readonly normalise?: boolean | undefined;
  readonly standardise?: boolean | undefined;
  readonly standardiseTargets?: boolean | undefined;
  readonly augment?: readonly string[] | undefined;
  readonly seed: number;
}

/** How inputs and targets are given to a network: as they are, scaled, or as images that are changed at random. */
export interface Preparation {
  readonly normalisation?: Normalisation;
  /** Names of augmentations, for training only. */
  readonly augment?: readonly string[];
  /** Of augmentations. */
  readonly seed?: number;
}

/**
 * @param kept what a run that goes on was begun with; otherwise it is fitted on the training split
 * @throws {InputError} when it is asked for of what is no image, or `kept` is of other channels
 */
export function preparationOf(
  settings: PreparationSettings,
  data: DataSet,
  kept?: Normalisation,
): Preparation {
  const { normalise, augment, seed } = settings;
  if (normalise) requireImages('normalise', data);
  if (augment) requireImages('augment', data);
  const scaled = normalised(settings);
  if (kept) refuseOtherKept(kept, settings, data);
  return {
    ...(scaled && { normalisation: kept ?? fitted(settings, data) }),
    ...(augment && { augment, seed }),
  };
}

/**
 * The same of a network that was trained before: inputs that are rows of numbers may stand for the images that it learned from.
 * @throws {InputError} on inputs of another number of channels
 */
export function keptPreparation(kept: Normalisation | undefined, data: DataSet): Preparation {
  if (!kept) return {};
  const size = inputSize(data.train);
  const kinds = kept.mean.length;
  if (size % kinds !== 0) {
    const expected = `numbers of ${kinds} channels, as those that the network learned from`;
    refuse({ where: data.name, got: `${size} numbers in each sample`, expected });
  }
  return { normalisation: kept };
}

/** Whether anything is scaled by what was fitted. */
export const normalised = ({
  normalise,
  standardise,
  standardiseTargets,
}: Partial<PreparationSettings>): boolean => [normalise, standardise, standardiseTargets].includes(true);

function fitted(
  { normalise, standardise, standardiseTargets }: PreparationSettings,
  data: DataSet,
): Normalisation {
  const asIs = { mean: [0], sd: [1] };
  const targets = standardiseTargets && { targets: fitTargetStandardisation(data) };
  if (standardise) return { ...fitStandardisation(data), ...targets };
  return { ...(normalise ? fitNormalisation(data.train) : asIs), ...targets };
}

function refuseOtherKept(kept: Normalisation, settings: PreparationSettings, { name, train }: DataSet): void {
  const { normalise, standardise } = settings;
  const kinds = normalise ? channelsOf(train) : standardise ? inputSize(train) : 1;
  if (kept.mean.length === kinds) return;
  const expected = `${kinds}, those of ${name}`;
  refuse({ where: 'normalisation', got: `${kept.mean.length} channels`, expected });
}

/** @throws {InputError} on two ways to scale inputs */
export function refuseTwoScalings(
  where: string,
  { normalise, standardise }: Partial<PreparationSettings>,
): void {
  if (!normalise || !standardise) return;
  const expected = 'one of both: by channel of images, or by each number of an input';
  refuse({ where: `${where}.standardise`, got: 'it with normalise', expected });
}

/** @throws {InputError} naming the augmentation that is unknown, or stands twice */
export function checkAugmentations(where: string, names: readonly string[] | undefined): void {
  for (const [i, name] of (names ?? []).entries()) {
    choose(`${where}[${i}]`, augmentations, name);
    if (names!.indexOf(name) < i)
      refuse({ where: `${where}[${i}]`, got: `${name} again`, expected: 'each once' });
  }
}

/** What writes the inputs of a split; undefined where they are as they are. @param epoch of training; none: for testing */
export function writerOf(
  { normalisation, augment, seed = 1 }: Preparation,
  split: Split,
  epoch?: number,
): WriteInput | undefined {
  if (augment === undefined || epoch === undefined) return normalisation && imageWriter(split, normalisation);
  return imageWriter(split, normalisation, (sample) =>
    placementOf(augment, split.shape, { seed, epoch, sample }),
  );
}

function requireImages(what: string, { name, train }: DataSet): void {
  const form = formOf(train);
  if (form === 'image') return;
  const got = `${name}, whose inputs are ${form === 'sequence' ? 'sequences' : 'vectors'}`;
  refuse({ where: what, got, expected: 'a data set of images', hint: `training without ${what}` });
}
