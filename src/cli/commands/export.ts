import { Command } from 'commander';
import { fillFolder } from '../../lab/files.js';
import { exportSubject } from '../../lab/trained/export.js';
import { subjectOf } from '../../lab/trained/subject.js';
import { print } from '../output.js';
import { type SubjectFlags, subjectArgument, subjectOptions } from '../subject/options.js';

interface ExportOptions extends SubjectFlags {
  readonly out: string;
  readonly json?: boolean;
}

/** `relaxon export`: a trained network for other programs. */
export function exportCommand(): Command {
  const command = new Command('export')
    .description(
      'Write a trained network for Python: network.json, parameters.safetensors in our layout, pytorch.safetensors and\n' +
        "network.py as PyTorch's modules, and normalisation.json where inputs are scaled. docs/weights.md has a loader.",
    )
    .argument(...subjectArgument);
  return subjectOptions(command)
    .requiredOption('--out <dir>', 'where to; must not exist')
    .option('--json', 'print as one JSON object')
    .action(exportAction);
}

async function exportAction(name: string, options: ExportOptions): Promise<void> {
  const { out, json } = options;
  const subject = subjectOf(name, options);
  const { files, notes } = await fillFolder(out, async (folder) => exportSubject(folder, subject));
  const all = [...subject.notes, ...notes];
  print(json, { out, files, weights: subject.weights, notes: all }, () => [
    ...all,
    `${files.join(', ')} in ${out}`,
  ]);
}
