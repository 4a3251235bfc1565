export { addDataSet, catalogue } from './catalogue.js';
export { type DataSet, fillBatch, imageSize, type Split, sha256 } from './dataset.js';
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
export { type LoadOptions, loadDataSet } from './load.js';
export { cacheDirectory, DATA_VARIABLE } from './locate.js';
export type { BuiltInSet, DataFile, Entry, FileSet } from './sets/entry.js';
export type { Progress } from './transfer.js';
