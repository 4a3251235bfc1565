import type { Population } from '../../../neurons/phases/population.js';
import type { SavableSpeech } from '../../../neurons/phases/savable.js';
import { ThresholdSpeech } from '../../../neurons/phases/threshold-speech.js';
import { ThresholdStretch } from '../../../neurons/phases/threshold-stretch.js';
import type { Outlet } from '../../../neurons/phases/voice.js';
import { Visits } from '../../../neurons/visits.js';
import { AxonWindow } from '../../../synapses/phases/axon-window.js';
import { Deliveries } from '../../../synapses/phases/deliveries.js';
import { SynapseTable } from '../../../synapses/phases/synapse.js';
import { ArrivalStretches } from './arrival-stretches.js';
import type { PhasedCircuit } from './circuit.js';
import type { Mover, Scene } from './in-time.js';
import type { Hearers } from './neuron-lead.js';
import type { Played } from './played-stretches.js';
import type { Act, Step } from './script.js';

interface OnChangeSpeaker extends Mover {
  readonly speech: SavableSpeech;
}

/** Where messages are said and heard. */
type Surroundings = Pick<Scene, 'circuit' | 'queue' | 'lead'>;

/** Whether neurons of a population say anything on a path. */
type Says = (population: Population, path: string) => boolean;

/**
 * Who plays a phase of threshold messages from stretch to stretch; undefined where anything is heard over other lines than those
 * with a delay for each synapse, or passed on at once.
 */
export function stretchesOf(
  scene: Scene,
  speakers: readonly OnChangeSpeaker[],
): ArrivalStretches | undefined {
  const says: Says = (population, path) => {
    const speaker = speakers.find(({ member }) => member.population === population);
    return speaker?.motion.says.some((said) => said.path === path) ?? false;
  };
  const speeches = speakers.flatMap(({ speech }) => (speech instanceof ThresholdSpeech ? speech : []));
  return speeches.length === speakers.length ? made(scene, says, speeches, true) : undefined;
}

/**
 * The same of neurons that say something once: all at once, or each when it has heard all that it awaits.
 * @param over who spoke of what moved before, and has planned to
 */
export function stretchesOnce(
  around: Surroundings,
  steps: readonly SaidBy[],
  over: readonly SavableSpeech[],
): ArrivalStretches | undefined {
  if (!around.circuit.medium.late) return undefined;
  const says: Says = (population, path) =>
    steps.some(({ step, by }) => step.kind === 'say' && step.path === path && by.includes(population));
  return made(
    around,
    says,
    over.filter((one) => one instanceof ThresholdSpeech),
    false,
  );
}

/** Statements that all who are meant do. */
export const saidBy = (circuit: PhasedCircuit, steps: readonly Step[]): readonly SaidBy[] =>
  steps.map((step) => ({ step, by: circuit.of(step).map(({ population }) => population) }));

/** Statements of a sweep. */
export const sweptBy = ({ turns }: PhasedCircuit, act: Act): readonly SaidBy[] =>
  turns.sweep(act).flatMap(({ member, steps }) => steps.map((step) => ({ step, by: [member.population] })));

/** A statement, and by whom it is done. */
export interface SaidBy {
  readonly step: Step;
  readonly by: readonly Population[];
}

function made(
  around: Surroundings,
  says: Says,
  speeches: readonly ThresholdSpeech[],
  react: boolean,
): ArrivalStretches | undefined {
  const { circuit, queue } = around;
  const lines = windowsOf(circuit, says);
  if (!lines) return undefined;
  const hearers = circuit.members.flatMap(({ population }): Hearers[] => {
    const windows = lines.filter(({ to }) => to === population).map(({ window }) => window);
    const own = speeches.filter((speech) => speech.population === population);
    const stretches = own.map((speech) => {
      const visits = speech.owners.map((one) => new Visits(one, () => queue.now()));
      return new ThresholdStretch(speech, visits);
    });
    const heard = { population, windows };
    if (react && stretches.length > 0) return [{ ...heard, stretch: stretches[0] }];
    // What they planned comes to nothing.
    const idle = stretches.map((stretch) => ({ population, windows: [], stretch }));
    return windows.length > 0 ? [{ ...heard, stretch: undefined }, ...idle] : idle;
  });
  const only = new Set<Outlet>(lines.map(({ window }) => window.line));
  const voices = circuit.members.flatMap(({ population }) =>
    Object.entries(population.voices).flatMap(([path, voice]) => (says(population, path) ? [voice] : [])),
  );
  const windows = lines.map(({ window }) => window);
  // Sums of all would be taken at once, those of neurons that are ahead with them.
  const heard = lines.flatMap(({ to, path, spoken }) => (spoken ? to.inlets[path] : []));
  const alone = () =>
    !queue.clock &&
    !around.lead.watched &&
    windows.every((window) => window.alone) &&
    voices.every((voice) => voice.isHeardBy(only)) &&
    hearers.every(isByItself) &&
    heard.every((inlet) => !inlet.expired);
  const visits = hearers.flatMap(({ stretch }) => stretch?.visits ?? []);
  return new ArrivalStretches(queue, { ...inTurn(hearers, lines), windows, visits, alone, seen: react });
}

/** Who goes through a stretch after whom, and how long one may be. */
function inTurn(
  hearers: readonly Hearers[],
  lines: readonly Heard[],
): Pick<Played, 'hearers' | 'longest' | 'short' | 'enough'> {
  const spoken = lines.filter((line) => line.spoken);
  const shortestOf = (some: readonly Heard[]) => Math.min(...some.map(({ window }) => window.shortest));
  const synapses = lines.reduce((sum, { window }) => sum + window.line.lag.length, 0);
  // Networks are laid out from the inputs up: most rules speak one way while states move.
  const [first, ...others] = [hearers, [...hearers].reverse()].map((order) => {
    const place = new Map(order.map(({ population }, k) => [population, k]));
    const back = spoken.filter(({ from, to }) => (place.get(from) ?? -1) >= place.get(to)!);
    return { hearers: order, longest: shortestOf(back) };
  });
  const best = others.reduce((a, b) => (b.longest > a.longest ? b : a), first);
  return { ...best, short: Math.min(best.longest, shortestOf(spoken)), enough: synapses / 2 };
}

/** Its neurons know of each other by messages alone, and are looked at by nobody. */
function isByItself({ population, stretch }: Hearers): boolean {
  return !population.drives && !population.formulas.pool && (!stretch || stretch.begun);
}

/** All lines; undefined where anything is said on one of another kind. */
function windowsOf(circuit: PhasedCircuit, says: Says): readonly Heard[] | undefined {
  const counter = { next: 0, lines: 0 };
  const all: Heard[] = [];
  for (const [p, projection] of circuit.projections.entries()) {
    const { from, to, path, carries } = projection;
    const [line, synapses, spoken] = [circuit.lines[p], circuit.synapses[p], says(from, path)];
    if (!carries) continue;
    const block = projection.pattern === undefined;
    if (block && line instanceof Deliveries && synapses instanceof SynapseTable && line.lag.length > 0)
      all.push({ from, to, path, window: new AxonWindow({ line, projection, synapses }, counter), spoken });
    else if (spoken) return undefined;
  }
  const prompt = all.some(({ window, spoken }) => spoken && window.shortest === 0);
  return all.length > 0 && !prompt ? all : undefined;
}

interface Heard {
  readonly from: Population;
  readonly to: Population;
  readonly path: string;
  readonly window: AxonWindow;
  /** Something is said on it. */
  readonly spoken: boolean;
}
