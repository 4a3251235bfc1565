import { RelaxonError } from '../../src/errors.js';
import { exactJson } from '../../src/lab/files/exact-json.js';
import { readJsonLines } from '../../src/lab/files.js';
import { encodeSealed } from '../../src/lab/sealed.js';
import {
  decodeSimulation,
  encodeSimulation,
  plannedRule,
  type Restored,
  type SimulationPlan,
  simulationOf,
} from '../../src/lab/simulation.js';
import type { Message } from '../../src/messages/message.js';
import { initialParameters } from '../../src/network/parameters.js';
import { numberOfSteps } from '../../src/rules/names.js';
import { pathwayOf } from '../../src/sim/pathway.js';
import type { Relaxation } from '../../src/sim/simulator.js';
import { judgeMessage } from '../judge.js';
import { mutateTensors } from '../mutate/tensors.js';
import type { MakeTarget, Target } from '../target.js';
import { expectFinite, halvesFor, holdsLarge } from './examples.js';
import { type Case, cases, planOf } from './simulation-cases.js';
import { linesTarget } from './text.js';

const begun = (one: Case) => {
  const plan = planOf(one);
  const first = initialParameters(plan.network, plan.seed, pathwayOf(plannedRule(plan)));
  const simulation = simulationOf(plan, first, 'arbor');
  return { simulation, batch: halvesFor(plan.network) };
};

function saved(one: Case): Uint8Array {
  const { simulation, batch } = begun(one);
  const running = simulation.simulator.begin(batch, simulation.presentation);
  running.advance(one.at);
  return encodeSimulation(simulation, running);
}

const inner = { json: ['state.json'] };
const format = 'relaxon simulation 3';

/** Longest relaxations that are played to their end, in tau and steps. */
const most = 1000;

/** Most quanta in a number whose presentation is played; where there are more than `endless`, it is refused soon. */
const [mostQuanta, endless] = [1e5, 1e10];

function stepsOf(plan: SimulationPlan): number {
  const rule = plannedRule(plan);
  if (rule.kind !== 'phases') return plan.relaxation.steps;
  return rule.rule.phases.reduce((sum, phase) => sum + numberOfSteps(phase), 0);
}

// An activity that decays says something at every quantum: for hours, where it is large.
function speaksForLong(value: unknown, { messages, quantum = 0.01 }: Partial<Relaxation>): boolean {
  if (messages !== 'threshold') return false;
  const quanta =
    largest(value) / Math.min(...Object.values(typeof quantum === 'number' ? [quantum] : quantum));
  return quanta > mostQuanta && quanta < endless;
}

function largest(value: unknown): number {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.abs(value) : 0;
  if (typeof value !== 'object' || value === null) return 0;
  const parts: unknown[] = ArrayBuffer.isView(value) ? [...(value as Float64Array)] : Object.values(value);
  return parts.reduce((most: number, part) => Math.max(most, largest(part)), 0);
}

/** Saved simulations. */
export const simulation: MakeTarget = () => {
  const target: Target<Restored & { bytes: Uint8Array }> = {
    valid: cases.map(saved),
    mutate: (stream, valid, sealed) =>
      mutateTensors(stream, valid, sealed, inner, (tensors) => encodeSealed(format, tensors)),
    read: (input) => {
      const restored = decodeSimulation(input, 'file', 'arbor');
      // As it is now: it goes on when it is used.
      return { ...restored, bytes: encodeSimulation(restored, restored.running) };
    },
    use: ({ running, plan, bytes }) => {
      const { duration = 0, anneal = 1 } = plan.relaxation;
      if (stepsOf(plan) > most || duration > most || anneal < 1e-3 || running.time > most) return;
      if (speaksForLong(running.save(), plan.relaxation)) return;
      const { activity, loss } = running.result();
      const floats = new Float64Array(bytes.slice(0, 8 * Math.floor(bytes.length / 8)).buffer);
      if (!floats.some((one) => holdsLarge(one))) expectFinite(activity, loss, [plan]);
    },
    write: ({ bytes }) => bytes,
  };
  return { ...target, read: (input) => comparable(target.read(input)) } as Target;
};

// Everything of it is in its bytes; the rest are objects that live.
function comparable({ bytes, ...rest }: Restored & { bytes: Uint8Array }) {
  return Object.defineProperties(
    { bytes },
    Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, { value, enumerable: false }])),
  );
}

const logged = [cases[0], cases[2], cases[3]];

/** Logs that are replayed. */
export const replay: MakeTarget = (folder) => {
  const present = (one: Case, log?: readonly unknown[]) => {
    const { simulation: made, batch } = begun(one);
    const { simulator, presentation } = made;
    const heard: Message[] = [];
    const names = [...Object.keys(made.plan.network.inputs), ...Object.keys(made.plan.network.nodes)];
    simulator.listen(...names).subscribe((message) => heard.push(message));
    const replaying = log && simulator.replay(log, 'log');
    return { ...simulator.relax(batch, presentation), heard, left: replaying?.left };
  };
  const text = (log: readonly unknown[]) => log.map((row) => `${exactJson(row)}\n`).join('');
  return linesTarget(folder, 'log.jsonl', {
    valid: logged.map((one) => text(present(one).heard)),
    read: readJsonLines,
    use: (log) => {
      for (const one of logged) {
        if (speaksForLong(log, one.relaxation)) continue;
        const came = unlessRefused(() => present(one, log));
        if (came) expectFinite(came.activity, came.loss, log);
      }
    },
    write: text,
  }) as Target;
};

// A log belongs to one of them.
function unlessRefused<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof RelaxonError && judgeMessage(error) === undefined) return undefined;
    throw error;
  }
}
