import { join } from 'node:path';
import { InputError } from '../../errors.js';
import { writeFileAtomic } from '../files.js';
import { writeParameters } from '../parameter-files.js';
import { programOf } from '../pytorch/source/program.js';
import { writeJson } from '../runs/first-files.js';
import type { Subject } from './subject.js';

/** What an export holds. */
export interface Exported {
  /** Names in the folder. */
  readonly files: readonly string[];
  /** What a reader should know, a line each. */
  readonly notes: readonly string[];
}

/**
 * Writes a trained network for other programs: `network.json` with every default filled in, `parameters.safetensors` as we have
 * them, `pytorch.safetensors` as PyTorch's modules have them and `network.py` with these modules, `normalisation.json` where inputs or targets are scaled, and
 * `data.json` where the network was trained on data of one's own: columns and classes.
 * @param folder that is there
 * @throws {InputError} when a file cannot be written
 */
export function exportSubject(folder: string, subject: Subject): Exported {
  const { network, parameters, normalisation, run } = subject;
  const at = (name: string) => join(folder, name);
  writeJson(at('network.json'), network);
  writeParameters(at('parameters.safetensors'), network, parameters);
  const files = ['network.json', 'parameters.safetensors'];
  const notes: string[] = [];
  try {
    notes.push(...writeParameters(at('pytorch.safetensors'), network, parameters, 'pytorch'));
    files.push('pytorch.safetensors');
    writeFileAtomic(at('network.py'), programOf(network));
    files.push('network.py');
  } catch (error) {
    // A network that PyTorch's modules have no names for, or no counterpart of, is exported all the same.
    if (!(error instanceof InputError) || !error.message.startsWith('network.')) throw error;
    notes.push(
      `no ${files.includes('pytorch.safetensors') ? 'network.py' : 'pytorch.safetensors'}: ${error.message}`,
    );
  }
  const description = run?.provenance.data.description;
  for (const [name, value] of Object.entries({ normalisation, data: description })) {
    if (value === undefined) continue;
    writeJson(at(`${name}.json`), value);
    files.push(`${name}.json`);
  }
  return { files, notes };
}
