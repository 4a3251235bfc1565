export { type AddingOptions, makeAdding } from './adding.js';
export type { Augmentation, Placement } from './augment/augmentation.js';
export { addAugmentation, augmentations, placementOf } from './augment/augmentations.js';
export { addDataSet, catalogue } from './catalogue.js';
export { checkDataSet } from './check.js';
export {
  type ClassSet,
  type ClassSplit,
  type DataSet,
  type Form,
  formOf,
  type Inputs,
  inputSize,
  type RealSet,
  type RealSplit,
  requireClasses,
  type Split,
  sha256,
  targetSizeOf,
} from './dataset.js';
export { type DigitsOptions, makeDigits } from './digits/digits.js';
export { type DownloadOptions, download, MIRROR_VARIABLE } from './download.js';
export {
  dataPath,
  dataStatus,
  type FetchOptions,
  type FileProgress,
  type FileStatus,
  fetchDataSet,
} from './files.js';
export { fillBatch, type WriteInput } from './fill.js';
export { imageWriter } from './image-writer.js';
export { type LoadOptions, loadData, loadDataSet } from './load.js';
export { cacheDirectory, DATA_VARIABLE } from './locate.js';
export { channelsOf, fitNormalisation, type Normalisation } from './normalisation.js';
export { type DataDescription, descriptionSchema } from './own/description.js';
export type { Format, Request } from './own/formats/format.js';
export { addFormat, formats } from './own/formats.js';
export { type LikeOptions, loadInputsLike, loadLike } from './own/like.js';
export { type Answers, type FileOptions, type Judged, loadFor } from './own/load-for.js';
export { loadInputs } from './own/load-inputs.js';
export { type DataOptions, dataOptionsSchema, standardSplit, type Task, tasks } from './own/options.js';
export { type DataSource, dataName, isOwnData, resolvedData } from './own/resolve.js';
export { type Numbers, numbersIn, scaledAlike } from './own/scale.js';
export { rowByRow } from './row-by-row.js';
export type { BuiltInSet, ClassFileSet, DataFile, Entry, FileSet, RealFileSet } from './sets/entry.js';
export { fitStandardisation, fitTargetStandardisation } from './standardisation.js';
export { alphabetOf, bigramEntropy, corpus } from './text/characters.js';
export { makeText, type TextOptions } from './text/text.js';
export type { Progress } from './transfer.js';
export { splitOffValidation } from './validation.js';
