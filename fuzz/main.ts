import { Command } from 'commander';
import { above0, positive, whole } from '../src/cli/arguments.js';
import { exitCode } from '../src/cli/exit.js';
import { choose, RelaxonError } from '../src/errors.js';
import { readFinding, writeFinding } from './finding-files.js';
import { fuzz, type Tally } from './fuzz.js';
import type { Finding } from './slice.js';
import { listed, targets } from './targets.js';
import { WatchedWorker } from './watched-worker.js';

interface Options {
  readonly seconds?: number;
  readonly inputs?: number;
  readonly seed: number;
  readonly parser?: string;
  readonly patience: number;
  readonly out: string;
  readonly replay?: string;
}

const program = new Command('fuzz')
  .description(
    'Give every parser that reads a file many inputs, made from valid ones. Each has to be refused in one line, or come to\n' +
      'finite numbers and be written as what it was read as. Findings are written to files, for --replay.',
  )
  .option('--seconds <n>', 'how long (default: 60, or as long as --inputs take)', above0)
  .option('--inputs <n>', 'how many, over all parsers', positive)
  .option('--seed <n>', 'determines every input', whole, 1)
  .option('--parser <name>', `only this one: ${listed.join(', ')}`)
  .option('--patience <s>', 'an input that takes longer hangs', above0, 10)
  .option('--out <dir>', 'where findings are written', 'fuzz/findings')
  .option('--replay <file>', 'try the input of a finding again')
  .action((options: Options) => (options.replay ? replay(options.replay, options) : search(options)));

async function search({ seconds, inputs, seed, parser, patience, out }: Options): Promise<void> {
  if (parser !== undefined) choose('--parser', targets, parser);
  const began = performance.now();
  const plan = {
    parsers: parser === undefined ? listed : [parser],
    seed,
    inputs: inputs ?? Infinity,
    seconds: seconds ?? (inputs === undefined ? 60 : Infinity),
    patience: 1000 * patience,
  };
  const seen = new Map<string, number>();
  const tallies = await fuzz(plan, (finding) => note(finding, seen, out));
  print(tallies, (performance.now() - began) / 1000);
  if (seen.size > 0) throw new RelaxonError(`${seen.size} kinds of findings, the first of each in ${out}`);
}

/** Of findings of one kind the first is written. */
function note(finding: Finding, seen: Map<string, number>, out: string): void {
  const kind = `${finding.parser} ${finding.kind} ${finding.what.replace(/[\d.e+-]+|"[^"]*"/g, '#')}`;
  const before = seen.get(kind) ?? 0;
  seen.set(kind, before + 1);
  if (before > 0) return;
  const path = writeFinding(out, finding);
  process.stderr.write(`${finding.kind} of ${finding.parser}, --replay ${path}\n  ${finding.what}\n`);
}

function print(tallies: ReadonlyMap<string, Tally>, seconds: number): void {
  let all = 0;
  for (const [parser, { done, taken, found }] of tallies) {
    all += done;
    const row = [parser.padEnd(16), ...[done, taken, found].map((n) => String(n).padStart(9))];
    process.stdout.write(`${row.join(' ')}\n`);
  }
  process.stdout.write(`${all} inputs in ${seconds.toFixed(0)} s (parser, inputs, taken, findings)\n`);
}

async function replay(path: string, { patience }: Options): Promise<void> {
  const { parser, seed, index, input } = readFinding(path);
  choose(`${path}.parser`, targets, parser);
  const worker = new WatchedWorker(1000 * patience);
  try {
    const came = await worker.run({ parser, seed, from: index, count: 1, input });
    const faults = 'fault' in came ? [came.fault] : came.findings;
    for (const { kind, what } of faults) process.stderr.write(`${kind} of ${parser}\n  ${what}\n`);
    if (faults.length > 0) throw new RelaxonError(`${path} is found again`);
    process.stdout.write(
      `${path}: ${'taken' in came && came.taken > 0 ? 'taken' : 'refused'}, as it should be\n`,
    );
  } finally {
    await worker.dispose();
  }
}

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`fuzz: ${error instanceof RelaxonError ? error.message : (error as Error).stack}\n`);
  process.exitCode = exitCode(error);
}
