import { extname } from 'node:path';
import { choose, refuse } from '../../errors.js';
import { csv } from './formats/csv.js';
import { jsonl } from './formats/jsonl.js';
import { npy } from './formats/npy.js';
import { safetensors } from './formats/safetensors.js';
import type { PredictionFormat } from './predictions.js';

/** Kinds of files for predictions, by how their names end. A new one: one file, one line here. */
export const predictionFormats: Readonly<Record<string, PredictionFormat>> = { csv, jsonl, npy, safetensors };

/** The kind that the name of a file asks for. @throws {InputError} on an ending that there is not */
export function predictionFormatOf(path: string, where = '--out'): PredictionFormat {
  const ending = extname(path).slice(1).toLowerCase();
  if (ending === '') {
    const endings = Object.keys(predictionFormats).map((name) => `.${name}`);
    refuse({ where, got: `${path}, without an ending`, expected: `one of ${endings.join(', ')}` });
  }
  return choose(where, predictionFormats, ending);
}
