import { Command } from 'commander';
import { refuse } from '../../errors.js';
import { type Comparison, compared } from '../../lab/compare/comparison.js';
import { checkExport, exportTo } from '../../lab/compare/export.js';
import { findRuns } from '../../lab/compare/find.js';
import { checkPage, writePage } from '../../lab/compare/page/write.js';
import { summaryOf } from '../../lab/compare/summary.js';
import { names } from '../arguments.js';
import { linesOf } from '../compare/table.js';
import { print } from '../output.js';

interface CompareFlags {
  readonly by?: readonly string[];
  readonly baseline?: string;
  readonly metric?: string;
  readonly export?: string;
  readonly out: string;
  readonly json?: boolean;
}

/** `relaxon compare`: many runs in one table and on one page. */
export function compareCommand(): Command {
  return new Command('compare')
    .description(
      'Compare runs of train or stream: one table of the settings that differ, with mean, standard deviation and 95 % interval\n' +
        'over seeds and the paired difference from the first group; and one page with all curves (HTML, needs nothing else). Runs\n' +
        'that differ in nothing but the seed are a group. Runs that did not finish are counted, and are in no mean.',
    )
    .argument('<runs...>', "run directories, folders of them (also --seeds), patterns such as 'runs/mnist-*'")
    .option('--by <settings>', 'group by these settings only, NAME,NAME such as rule,learningRate', names)
    .option(
      '--baseline <group>',
      'compare the others with this group: A, or rule=bp, or one of its runs (default: the first)',
    )
    .option(
      '--metric <name>',
      'what to compare by, such as train/loss (default: test/accuracy; without classes test/loss)',
    )
    .option('--export <file>', 'a row for each run, all settings and results, as .parquet or .csv')
    .option('--out <file>', 'the page; one of an earlier comparison is replaced', 'compare.html')
    .option('--json', 'print the comparison as one JSON object')
    .action(compareAction);
}

function compareAction(paths: readonly string[], options: CompareFlags): void {
  const { by, baseline, metric, out, export: table, json } = options;
  if (table !== undefined) checkExport(table);
  checkPage(out);
  if (table === out) refuse({ where: '--export', got: `${table}, as --out`, expected: 'another file' });
  const comparison = compared(findRuns(paths), { by, baseline, metric });
  if (table !== undefined) exportTo(table, comparison);
  writePage(out, comparison);
  const files = { page: out, ...(table !== undefined && { export: table }) };
  print(json, { ...summaryOf(comparison), ...files }, () => [
    ...linesOf(comparison),
    ...fileLines(comparison, files),
  ]);
}

function fileLines(
  { results }: Comparison,
  files: { readonly page: string; readonly export?: string },
): string[] {
  const count = results.reduce((sum, { group }) => sum + group.runs.length, 0);
  return [`page ${files.page}`, ...(files.export ? [`${count} rows in ${files.export}`] : [])];
}
