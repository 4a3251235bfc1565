import { InputError } from '../../errors.js';
import { layOut } from '../../network/layout.js';
import { initialParameters } from '../../network/parameters.js';
import { BatchedSimulator } from '../../sim/batched/engine.js';
import { playedOf } from '../../sim/batched/played.js';
import { batchedSolver } from '../../sim/meaning.js';
import { pathwayOf } from '../../sim/pathway.js';
import type { AsPhases, Rule } from '../../sim/rule.js';
import type { Relaxation, Relaxed } from '../../sim/simulator.js';
import { randomBatch } from '../agreement.js';
import { precise } from '../measurements/float64.js';
import { byEquations } from './by-equations.js';
import type { LayersSeen } from './levels.js';
import type { Made, Note, Report } from './origins.js';
import type { World } from './phases-audit.js';
import { tracedDevice } from './traced-device.js';

interface Watching {
  readonly note?: Note;
  readonly report: Report;
  readonly computes?: typeof precise;
}

/**
 * Runs a rule in whole layers, by each solver that training may use: what they compute is held to synapses one by one, and to the
 * rule's equations to the bit.
 * @returns why the batched engine cannot run it, if it cannot
 */
export function watchLayers(
  rule: Rule,
  relaxation: Relaxation,
  worlds: readonly World[],
  watching: Watching,
): LayersSeen {
  const reason = refusalIn(rule, relaxation, worlds[0]);
  if (reason !== undefined) return { watched: false, reason };
  for (const how of solversOf(rule, relaxation)) {
    for (const world of worlds) {
      const seen = watchedRun(rule, how, world, watching);
      const wanted = seen && equationsRun(rule, how, world, watching);
      const differing = wanted && firstDifference(seen, wanted);
      if (differing)
        watching.report(
          `${differing} of whole layers comes out otherwise than by the equations: something is read that they do not say`,
        );
    }
  }
  return { watched: true };
}

/**
 * Any rule as the batched engine runs it, in one world: all that its layers hear, say and learn is held to synapses one by one.
 * @returns undefined where it fails, which is reported
 */
export function watchedRun(
  rule: Rule,
  relaxation: Relaxation,
  world: World,
  { note = () => {}, report, computes = precise }: Watching,
): Relaxed | undefined {
  const known = new Map<ArrayLike<number>, Partial<Made>>();
  const { batch } = shownIn(rule, world);
  for (const [node, { data }] of Object.entries(batch.inputs)) known.set(data, { node, stimulus: true });
  for (const [node, { data }] of Object.entries(batch.targets)) known.set(data, { node, error: true });
  const device = tracedDevice(computes, known, note, report);
  try {
    return relaxed(rule, relaxation, world, device, batch);
  } catch (error) {
    report(`it fails where it is presented: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** What only the event engine can do, as threshold messages; as the batched engine says it. */
function refusalIn(rule: Rule, relaxation: Relaxation, { network, seed }: World): string | undefined {
  try {
    playedOf(layOut(network), initialParameters(network, seed, pathwayOf(rule)), rule, relaxation);
    return undefined;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.message;
  }
}

/** What `auto` stands for, and the steps that it saves. */
function solversOf(rule: Rule, relaxation: Relaxation): readonly Relaxation[] {
  const { solver, duration } = relaxation;
  if (rule.kind !== 'relaxation' || solver !== 'auto' || duration !== undefined) return [relaxation];
  const solvers = new Set([batchedSolver(rule, relaxation), 'euler'] as const);
  return [...solvers].map((one) => ({ ...relaxation, solver: one }));
}

/** What its equations leave; undefined where it has none any more, having kept what it was given in whole layers. */
function equationsRun(
  rule: Rule,
  relaxation: Relaxation,
  world: World,
  { report }: Watching,
): Relaxed | undefined {
  try {
    return relaxed(byItsEquations(rule), relaxation, world);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    report(error.message);
    return undefined;
  }
}

/** The rule made again from its formulas on symbols. */
function byItsEquations(rule: Rule): Rule {
  if (rule.kind === 'phases') return { ...rule, rule: byEquations(rule.rule) };
  if (rule.kind === 'backpropagation') return { ...rule, inPhases: () => madeAgain(rule.inPhases()) };
  return { ...rule, inPhases: (steps) => madeAgain(rule.inPhases(steps)) };
}

const madeAgain = ({ rule, ...rest }: AsPhases): AsPhases => ({ ...rest, rule: byEquations(rule) });

function relaxed(
  rule: Rule,
  relaxation: Relaxation,
  world: World,
  device = precise,
  batch = shownIn(rule, world).batch,
): Relaxed {
  const { parameters } = shownIn(rule, world);
  return new BatchedSimulator(world.network, parameters, device).relax(batch, { rule, relaxation });
}

const shownIn = (rule: Rule, { network, seed }: World) => ({
  parameters: initialParameters(network, seed, pathwayOf(rule)),
  batch: randomBatch(network, 2, seed),
});

/** The first name under which something else is left. */
function firstDifference(seen: Relaxed, wanted: Relaxed): string | undefined {
  const all = ({ forward, activity, states = {}, gradient }: Relaxed) =>
    [forward, activity, states, gradient].flatMap((group) => Object.entries(group));
  const others = all(wanted);
  const at = all(seen).findIndex(([, { data }], k) => data.some((x, i) => !same(x, others[k][1].data[i])));
  return at < 0 ? undefined : others[at][0];
}

/** To the bit, but for the sign of a zero. */
const same = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));
