import { initialParameters } from '../../network/parameters.js';
import { BatchedSimulator } from '../../sim/batched/engine.js';
import { pathwayOf } from '../../sim/pathway.js';
import type { BackpropagationRule, Rule } from '../../sim/rule.js';
import type { Relaxation, Relaxed } from '../../sim/simulator.js';
import { randomBatch } from '../agreement.js';
import { precise } from '../measurements/float64.js';
import { byEquations } from './by-equations.js';
import type { Audit } from './levels.js';
import type { Made, Note, Report } from './origins.js';
import type { World } from './phases-audit.js';
import { Rows } from './rows.js';
import { tracedDevice } from './traced-device.js';

/**
 * Audits a rule that no engine of messages can run: the batched engine computes its gradients on a device that watches. What it
 * computes is held to synapses one by one, and to the rule's equations to the bit.
 * @param computes what whole layers are computed on
 */
export function auditOnTensors(
  rule: BackpropagationRule,
  relaxation: Relaxation,
  worlds: readonly World[],
  computes = precise,
): Audit {
  const rows = new Rows();
  const findings = new Set<string>();
  const report = (finding: string) => void findings.add(finding);
  const note: Note = (update, node, { of = [undefined], ...seen }) => {
    for (const sender of of) rows.add({ actor: node, kind: 'neuron', node, update }, { ...seen, sender });
  };
  for (const world of worlds) {
    const seen = watchedRun(rule, relaxation, world, { note, report, computes });
    const { rule: equations, ...rest } = rule.inPhases();
    const alone = { ...rule, inPhases: () => ({ ...rest, rule: byEquations(equations) }) };
    const differing = seen && firstDifference(seen, relaxed(alone, relaxation, world));
    if (differing)
      report(
        `${differing} comes out otherwise than by the equations: something is read that they do not say`,
      );
  }
  return { rule: rule.name, readings: rows.readings, formulas: [], findings: [...findings] };
}

interface Watching {
  readonly note?: Note;
  readonly report: Report;
  readonly computes?: typeof precise;
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
  const all = ({ forward, activity, gradient }: Relaxed) =>
    [...Object.entries(forward), ...Object.entries(activity), ...Object.entries(gradient)] as const;
  const others = all(wanted);
  const at = all(seen).findIndex(([, { data }], k) => data.some((x, i) => !same(x, others[k][1].data[i])));
  return at < 0 ? undefined : others[at][0];
}

/** To the bit, but for the sign of a zero. */
const same = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));
