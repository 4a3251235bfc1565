import { readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { exitCode } from '../src/cli/exit.js';
import { RelaxonError } from '../src/errors.js';
import { chosenBackends, trainingBackends } from './batched/backends.js';
import { killChildren } from './children/child.js';
import { fullEffort, quickEffort } from './effort.js';
import { describeMachine, describePeers, findVersions } from './machine.js';
import { measurementsOn } from './measurements.js';
import { withFigures } from './page.js';
import { peerNames } from './peers/list.js';
import { askedPeers } from './python.js';
import { asJson, asMarkdown, asText, type Report } from './report.js';
import { runAll } from './run.js';
import { resultsOf, storedRows, withRun } from './store.js';

interface Options {
  readonly only?: string;
  readonly backend?: string;
  readonly quick?: boolean;
  readonly json?: boolean;
  readonly out?: string;
  readonly write?: boolean;
}

const rowsFile = new URL('results.json', import.meta.url);
const resultsFile = new URL('RESULTS.md', import.meta.url);
const pageFile = new URL('../docs/performance.md', import.meta.url);

async function bench(options: Options): Promise<void> {
  const { only = '', quick = false } = options;
  const backends = await chosenBackends(options.backend);
  const names = backends.map(({ name }) => name);
  const measurements = measurementsOn(names);
  const machine = describeMachine();
  const say = (text: string) => void process.stderr.write(`${text}\n`);
  const effort = quick ? quickEffort : fullEffort;
  const { results, broken } = await runAll({ measurements, effort, only, say });
  const versions = findVersions(backends);
  const peers = describePeers(only === '' ? peerNames : askedPeers());
  const date = new Date().toISOString().slice(0, 10);
  await publish({ quick, date, machine, versions, peers, results }, options);
  if (broken > 0) {
    say(`bench: ${broken} measurements broke; see the notes in the table`);
    process.exitCode = 1;
  }
}

async function publish(report: Report, { json, out, write }: Options): Promise<void> {
  const text = JSON.stringify(asJson(report));
  process.stdout.write(`${json ? text : asText(report)}\n`);
  if (out !== undefined) writeFileSync(out, `${text}\n`);
  if (write) await writeResults(report);
}

/** This run's rows take the place of what was measured before; the pages are made of all, and name all that is here. */
async function writeResults(report: Report): Promise<void> {
  const rows = withRun(storedRows(rowsFile), report);
  writeFileSync(rowsFile, `${JSON.stringify(rows, undefined, 1)}\n`);
  const figures = measurementsOn(['tfjs-node', 'wasm', 'cpu']).flatMap((one) => one.figures);
  const versions = findVersions(await trainingBackends());
  const peers = describePeers(peerNames);
  const whole = { ...report, versions, peers, results: resultsOf(rows, figures, report.date) };
  writeFileSync(resultsFile, asMarkdown(whole));
  writeFileSync(pageFile, withFigures(readFileSync(pageFile, 'utf8'), whole));
}

/** Children end with us: when we are told to stop they are killed in the middle of their work. */
function endChildrenWithUs(): void {
  process.on('exit', killChildren);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => process.exit(130));
  }
}

const program = new Command('npm run bench --')
  .description(
    'Measures Relaxon: against backpropagation, against its peers where they are installed (npm run bench:peers), ' +
      'against bare loops, and by size. What is compared takes turns in one run. See bench/README.md.',
  )
  .option(
    '--only <prefix>',
    'only keys that begin so, such as events or batched.wasm.ar_over_bp; several with commas between',
  )
  .option(
    '--backend <names>',
    'batched figures on these backends, commas between them (default: the best that loads)',
  )
  .option('--quick', 'few repetitions: to see whether it runs')
  .option('--json', 'print one JSON object instead of the table')
  .option('--out <file>', 'also write the JSON object to a file')
  .option(
    '--write',
    'also write what was measured into bench/results.json, RESULTS.md and docs/performance.md',
  )
  .exitOverride()
  .action(bench);

endChildrenWithUs();
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof RelaxonError) process.stderr.write(`bench: ${error.message}\n`);
  else if (exitCode(error) === 1) process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = exitCode(error);
}
