import { z } from 'zod';
import type { BackendName } from '../../src/sim/batched/backend.js';
import { alternate, type Contestant } from '../alternate.js';
import type { Child } from '../children/child.js';
import { withChildren } from '../children/together.js';
import {
  type Context,
  type Figure,
  type Measurement,
  measured,
  missing,
  type Reading,
  ratios,
} from '../measurement.js';
import { secondsText } from '../number-text.js';
import { answersSchema, peerDisagreement } from '../peers/exchange.js';
import { startPeer } from '../peers/start.js';
import { median } from '../statistics.js';
import { problemRequest } from './minibatch-problem.js';
import { type Form, forms, type Program, programs, textOf } from './peer-programs.js';
import { minibatchWorker } from './worker.js';

/** Of the change of the weights, in float32. */
const tolerance = 1e-4;

/** A peer's form over one of our rules. */
interface Compared {
  readonly key: string;
  readonly form: Form;
  readonly over: 'ar' | 'bp';
}

/** Minibatches by peers, beside ours: one measurement for each program and number of threads. */
export const minibatchPeers = (backend: BackendName): Measurement[] =>
  [1, 2].flatMap((threads) => programs.map((program) => against(backend, program, threads)));

function against(backend: BackendName, program: Program, threads: number): Measurement {
  const all = program.forms.flatMap((form) =>
    forms[form].over.map(
      (over): Compared => ({ key: keyOf(backend, program, threads, form, over), form, over }),
    ),
  );
  return {
    figures: all.map((compared) => figureOf(backend, program, threads, compared)),
    measure: (context) =>
      measure(
        all.filter(({ key }) => context.wanted(key)),
        backend,
        program,
        threads,
        context,
      ),
  };
}

function keyOf(backend: BackendName, { name }: Program, threads: number, form: Form, over: string): string {
  const at = threads === 1 ? '' : 'two_threads.';
  return `batched.${backend}.${at}${name}${forms[form].inKey}_over_${over}`;
}

function figureOf(
  backend: BackendName,
  program: Program,
  threads: number,
  { key, form, over }: Compared,
): Figure {
  const meaning = `${textOf(program, form, threads)}, over our ${over}${threads === 1 ? '' : ' on one'}`;
  // Targets are for one thread on each side.
  const target = threads === 1 ? program.targets?.[backend]?.[`${form}/${over}`] : undefined;
  return { key, meaning, better: 'larger', ...(target !== undefined && { target }) };
}

function measure(
  asked: readonly Compared[],
  backend: BackendName,
  { peer, script, args }: Program,
  threads: number,
  { effort }: Context,
): Promise<Record<string, Reading>> {
  return withChildren(async (children) => {
    const theirs = await startPeer(children, peer, script, [threads, ...args]);
    if ('reason' in theirs)
      return missing(
        asked.map(({ key }) => key),
        theirs.reason,
      );
    const { child: ours } = await minibatchWorker(children, backend);
    const askedForms = [...new Set(asked.map(({ form }) => form))];
    const wrong = await disagreements(theirs.child, ours, askedForms);
    const contestants: Record<string, Contestant> = {
      ours_ar: ours.contestant('ar'),
      ours_bp: ours.contestant('bp'),
    };
    for (const form of askedForms) {
      if (wrong[form] === undefined) contestants[form] = theirs.child.contestant(form);
    }
    const seconds = await alternate(contestants, effort);
    return Object.fromEntries(
      asked.map(({ key, form, over }): [string, Reading] => {
        const reason = wrong[form];
        if (reason !== undefined) return [key, { value: null, reason }];
        const mine = seconds[`ours_${over}`];
        const text = `${theirs.title} ${secondsText(median(seconds[form]))}, ours ${secondsText(median(mine))}`;
        return [key, measured(ratios(seconds[form], mine), `${text}; ${theirs.text}`)];
      }),
    );
  });
}

const problemSchema = answersSchema.extend({ problem: z.unknown() });

/** Why some of a peer's forms do not learn what we learn from the same weights and minibatch. */
async function disagreements(
  theirs: Child,
  ours: Child,
  asked: readonly Form[],
): Promise<Partial<Record<Form, string>>> {
  const { problem, answers } = await ours.ask(problemRequest, problemSchema);
  const wrong: Partial<Record<Form, string>> = {};
  for (const form of asked) {
    const answer = answers[forms[form].rule];
    const reason = await peerDisagreement(theirs, form, problem, answer, tolerance, answers.given);
    if (reason !== undefined) wrong[form] = reason;
  }
  return wrong;
}
