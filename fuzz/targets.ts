import type { MakeTarget } from './target.js';
import { cells } from './targets/cells.js';
import { checkpoint } from './targets/checkpoint.js';
import { config, json, runConfig } from './targets/config.js';
import { gzip, idxImages, idxLabels, optdigits } from './targets/data-files.js';
import { cifar, mat, tar } from './targets/image-files.js';
import { network } from './targets/network.js';
import { delays, quanta } from './targets/options.js';
import { csv, idxArrays, npy, npz, png } from './targets/own-data.js';
import {
  jsonLines,
  metrics,
  normalisation,
  provenance,
  seeds,
  status,
  trainings,
} from './targets/run-files.js';
import { replay, simulation } from './targets/simulation.js';
import { sweep, sweepFolder } from './targets/sweep.js';
import { batch, parameters, safetensors } from './targets/tensor-files.js';

/** Every parser that reads a file, by name. */
const parsers = {
  network,
  config,
  'run-config': runConfig,
  cells,
  json,
  safetensors,
  parameters,
  batch,
  'json-lines': jsonLines,
  metrics,
  seeds,
  status,
  provenance,
  normalisation,
  trainings,
  sweep,
  'sweep-folder': sweepFolder,
  'idx-images': idxImages,
  'idx-labels': idxLabels,
  optdigits,
  cifar,
  mat,
  tar,
  gzip,
  csv,
  npy,
  npz,
  'idx-arrays': idxArrays,
  png,
  delays,
  quanta,
  checkpoint,
  simulation,
  replay,
} as const satisfies Record<string, MakeTarget>;

/** The parsers that are tried when none is named. */
export const listed: readonly string[] = Object.keys(parsers);

export const targets: Readonly<Record<string, MakeTarget>> = parsers;
