import { readJson } from '../../src/lab/files.js';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import type { MakeTarget } from '../target.js';
import { graph, halvesFor, isSmall, layered, relaxOnce } from './examples.js';
import { jsonTarget } from './text.js';

/** Network descriptions, of either form. */
export const network: MakeTarget = (folder) =>
  jsonTarget(folder, 'network.json', {
    valid: [layered, graph],
    read: (path) => parseNetwork(readJson(path), path),
    use: (read) => {
      if (isSmall(read)) relaxOnce(read, initialParameters(read, 1), halvesFor(read));
    },
    write: (read) => read,
  }) as ReturnType<MakeTarget>;
