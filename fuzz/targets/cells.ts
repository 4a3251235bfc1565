import { readJson } from '../../src/lab/files.js';
import { parseCells } from '../../src/sim/events/build/parse-cells.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { rules } from '../../src/sim/rules.js';
import type { MakeTarget } from '../target.js';
import { expectFinite, network, parameters, sample } from './examples.js';
import { jsonTarget } from './text.js';

const valid = [
  { 'layers.0': { tau: 2, noise: { kind: 'white', sd: 0.1 }, dead: [3] } },
  {
    'layers.0': { tau: [1, 2, 3, 4] },
    'layers.1': { noise: { kind: 'ornstein-uhlenbeck', sd: 0.1, tau: 2 } },
  },
  { 'layers.0': { tau: { distribution: 'lognormal', mean: 2, sd: 0.2 } } },
];

/** Cells that differ. */
export const cells: MakeTarget = (folder) =>
  jsonTarget(folder, 'cells.json', {
    valid,
    read: (path) => parseCells(readJson(path), network, 1, path),
    use: (read) => {
      const simulator = new EventSimulator(network, parameters, { cells: read, grain: 'arbor' });
      const relaxation = relaxationOf({ steps: 2, stepSize: 0.5 });
      const { activity, loss } = simulator.relax(sample, { rule: rules.ar, relaxation });
      expectFinite(activity, loss, read);
    },
    write: (read) => read,
  }) as ReturnType<MakeTarget>;
