import { learnBy } from '../../../../neurons/phases/afferents.js';
import { LastingSpeech } from '../../../../neurons/phases/lasting-speech.js';
import { quantityOf } from '../../../../rules/quantities.js';
import type { Line } from '../../../../synapses/phases/line.js';
import { isMeant } from '../../../roles.js';
import type { Member, PhasedCircuit } from '../../phases/circuit.js';
import { LateLearning } from './late-learning.js';
import type { LastingScript, NeuronModel } from './neuron-model.js';
import { Above, Below } from './receivers.js';
import type { WeightChanges } from './weight-changes.js';

/** What the neurons of a population hear. */
export interface Hearing {
  readonly below: readonly Below[];
  readonly above: readonly Above[];
}

/** Has somebody hear what comes to a population, after its synapses have. */
export function hearingOf(
  { projections, lines, rule }: PhasedCircuit,
  { population }: Member,
  says: (from: Member['population']) => NeuronModel['motion']['says'],
  on: { readonly below: () => void; readonly above: () => void },
): Hearing {
  const below: Below[] = [];
  const above: Above[] = [];
  for (const [p, projection] of projections.entries()) {
    const { to, from, path, carries } = projection;
    if (to !== population || !carries) continue;
    const line = lines[p] ?? from.voices[path];
    if (rule.paths[path].way === 'up') {
      const receiver = new Below(projection, on.below);
      line.connect(receiver);
      below.push(receiver);
      continue;
    }
    const keys = says(from).flatMap((one) => (one.path === path ? one.keys : []));
    if (keys.length === 0) continue;
    const receiver = new Above(projection, keys, on.above);
    line.connect(receiver);
    above.push(receiver);
  }
  return { below, above };
}

/** How the neurons of a population say where they will be: of what moves and arrives, sums are of what it will be. */
export function speechOf(
  { projections, futures, vocabulary }: PhasedCircuit,
  { moving }: LastingScript,
  { population }: Member,
  { motion }: NeuronModel,
): LastingSpeech {
  const speech = new LastingSpeech(population, motion, vocabulary);
  for (const [path, keys] of Object.entries(vocabulary.paths)) {
    for (const [k, key] of keys.entries()) {
      if (!moving.equation.carried.has(quantityOf({ kind: 'say', path, key })!)) continue;
      const sources = projections.flatMap((one, p) =>
        one.carries && one.path === path && one.to === population ? [futures[p](k)] : [],
      );
      speech.connect(path, k, sources);
    }
  }
  return speech;
}

/** Has synapses learn from what they hear at last. */
export function connectLate(
  circuit: PhasedCircuit,
  script: LastingScript,
  weightChanges: WeightChanges,
): void {
  const { ends } = script.moving.act;
  for (const [p, projection] of circuit.projections.entries()) {
    const to = circuit.members.find(({ population }) => population === projection.to)!;
    const terms = ends.flatMap((step) =>
      step.kind === 'learn' && isMeant(step, to)
        ? step.terms.filter(
            ({ path, term }) =>
              path === projection.path && script.lasting.late.has(term) && learnBy(term, projection),
          )
        : [],
    );
    if (projection.shared || terms.length === 0) continue;
    const voice = projection.from.voices[projection.path];
    const late = circuit.lines[p];
    const line: Line = late ?? voice;
    const receiver = new LateLearning(projection, line, terms, weightChanges, script.signals);
    (late ?? voice).connect(receiver);
  }
}
