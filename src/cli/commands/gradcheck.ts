import { Command } from 'commander';
import { randomBatch } from '../../lab/agreement.js';
import { readBatch } from '../../lab/batch-files.js';
import { readJson, writeFileAtomic } from '../../lab/files.js';
import { Gradcheck, type GradcheckRow } from '../../lab/gradcheck.js';
import { outTarget, refuseUnwritable } from '../../lab/out-file.js';
import { readParameters } from '../../lab/parameter-files.js';
import { curves } from '../../lab/plots/index.js';
import { initialParameters } from '../../network/parameters.js';
import { parseNetwork } from '../../network/parse.js';
import { backendLine, startBackend } from '../../sim/batched/backend.js';
import { tfjs } from '../../sim/batched/tfjs.js';
import { convolvesIn } from '../../sim/create.js';
import { above0, natural, positive } from '../arguments.js';
import { type BackendOptions, backendOptions } from '../backend-options.js';
import { askedFor, refuseIdleOptions } from '../idle-options.js';
import { print, say, table } from '../output.js';
import { type ParamsOptions, paramsNeeds, paramsOptions } from '../params-options.js';

interface GradcheckOptions extends BackendOptions, ParamsOptions {
  readonly batch?: string;
  readonly batchSize: number;
  readonly seed: number;
  readonly numbers: number;
  readonly stepSize: number;
  readonly plot?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `relaxon gradcheck`: are the gradients of a network's relaxed activities those of its loss? */
export function gradcheckCommand(): Command {
  const command = new Command('gradcheck')
    .description(
      'Hold the gradients that relaxed activities give, parameter by parameter, to backpropagation and to finite differences\n' +
        'of the loss, in float64, and on the backend in float32; and show how the error falls with the number of steps.\n' +
        'Errors are shares of the largest gradient of a parameter. Exit code 1 where they are above 1e-8 (equilibrium), 1e-5\n' +
        '(differences) or 1e-4 (backend).',
    )
    .argument('<network>', 'network description')
    .option('--batch <file>', 'inputs and targets, as safetensors (default: drawn)')
    .option('--batch-size <n>', 'samples that are drawn', positive, 4)
    .option('--seed <n>', 'of what is drawn', natural, 1)
    .option('--numbers <n>', 'numbers of each parameter that differences are taken of', positive, 20)
    .option('--step-size <h>', 'of the steps after which errors are shown, in tau', above0, 0.1)
    .option('--plot <file>', 'draw the error against the number of steps, as SVG')
    .option('--json', 'print as one JSON object')
    .option('--quiet', 'no progress');
  return backendOptions(paramsOptions(command, 'default: drawn by --seed')).action(
    (file: string, options: GradcheckOptions, self: Command) => {
      refuseIdleOptions(paramsNeeds, askedFor(self), { ...options });
      return gradcheckAction(file, options);
    },
  );
}

async function gradcheckAction(file: string, options: GradcheckOptions): Promise<void> {
  const network = parseNetwork(readJson(file), file);
  const parameters = options.params
    ? readParameters(options.params, network, options)
    : initialParameters(network, options.seed);
  const batch = options.batch
    ? readBatch(options.batch, network)
    : randomBatch(network, options.batchSize, options.seed);
  if (options.plot) refuseUnwritable(options.plot);
  const backend = await startBackend(options.backend, undefined, options.threads, convolvesIn(network));
  if (!options.quiet) say(backendLine(backend));
  const check = new Gradcheck({ network, parameters, batch });
  const rows: GradcheckRow[] = [];
  for (const row of check.rows(tfjs, options.numbers)) {
    rows.push(row);
    if (!options.quiet) say(`checked ${row.parameter}: ${rows.length} of ${Object.keys(parameters).length}`);
  }
  const course = courseOf(check, options.stepSize);
  if (options.plot) writeFileAtomic(outTarget(options.plot), drawn(course, options.stepSize));
  const bad = rows.filter((row) => !isRight(row));
  if (bad.length > 0) process.exitCode = 1;
  print(
    options.json,
    { rows, course: course.map(({ steps, errors }) => ({ steps, ...Object.fromEntries(errors) })) },
    () => [
      ...table([heads, ...rows.map(cellsOf)]),
      '',
      ...table([['steps', 'largest error', 'of'], ...course.map(courseCells)]),
      bad.length === 0
        ? 'every gradient agrees'
        : `do not agree: ${bad.map(({ parameter }) => parameter).join(', ')}`,
    ],
  );
}

const isRight = ({ relaxed, differences, onBackend }: GradcheckRow): boolean =>
  relaxed <= 1e-8 && differences <= 1e-5 && onBackend <= 1e-4;

const heads = ['parameter', 'numbers', 'largest', 'equilibrium', 'differences', 'tried', 'backend'];
const short = (value: number) => value.toExponential(1);
const cellsOf = (row: GradcheckRow) => [
  ...[row.parameter, row.numbers, row.largest.toPrecision(3), short(row.relaxed)],
  ...[short(row.differences), row.tried, short(row.onBackend)],
];

interface Moment {
  readonly steps: number;
  readonly errors: ReadonlyMap<string, number>;
}

/** Until the error is small, or it takes too long. */
function courseOf(check: Gradcheck, stepSize: number): Moment[] {
  const course: Moment[] = [];
  for (const steps of [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000]) {
    const errors = check.after(steps, stepSize);
    course.push({ steps, errors });
    if (Math.max(...errors.values()) < 1e-8) break;
  }
  return course;
}

function courseCells({ steps, errors }: Moment): (string | number)[] {
  const [name, error] = [...errors].reduce((worst, one) => (one[1] > worst[1] ? one : worst));
  return [steps, short(error), name];
}

function drawn(course: readonly Moment[], stepSize: number): string {
  const names = [...course[0].errors.keys()];
  return curves({
    series: names.map((name) => ({
      name,
      points: course.map(({ steps, errors }) => [steps, errors.get(name)!] as const),
    })),
    ...{ x: `steps of ${stepSize} τ`, y: 'error (share of the largest gradient)', logX: true, logY: true },
    title: 'Relaxed gradients against backpropagation',
  });
}
