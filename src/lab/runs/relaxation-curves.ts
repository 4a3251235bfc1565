import { layOut } from '../../network/layout.js';
import type { Activities, Simulator } from '../../sim/simulator.js';
import { withoutSpeech } from '../../sim/speech.js';
import { type Configuration, configuredRule } from '../configuration.js';
import type { RelaxationData } from '../report/index.js';
import type { Examples } from '../training/examples.js';

/**
 * For each relaxing node, the squared error of its activities against the gradients they relax to, after each
 * step: sum over units, mean over the first test images. Undefined for a rule that does not relax.
 */
export function relaxationCurves(
  simulator: Simulator,
  examples: Examples,
  { relaxation, batchSize, ...choices }: Configuration,
): RelaxationData | undefined {
  const rule = configuredRule(choices);
  // Where it is not linear there is no fixed point to measure against.
  if (rule.kind !== 'relaxation' || !rule.linear) return undefined;
  // One sample is enough of an event engine's time.
  const batch = examples.first(simulator.engine === 'events' ? 1 : batchSize);
  // Whoever speaks seldom, or only once, is looked at stepping.
  const plain = withoutSpeech(relaxation);
  const stepping = { rule, relaxation: { ...plain, solver: 'euler' as const }, record: true };
  const { course } = simulator.relax(batch, stepping);
  const settled = simulator.relax(batch, { rule, relaxation: { ...plain, solver: 'equilibrium' } });
  const nodes = layOut(simulator.network).nodes.filter(({ role }) => role === 'relaxing');
  return {
    series: nodes.map(({ name: node }) => ({
      name: node,
      values: course.map((activities) => squaredError(activities, settled.activity, node) / batch.size),
    })),
    stepSize: relaxation.stepSize,
  };
}

function squaredError(activities: Activities, settled: Activities, node: string): number {
  const goal = settled[node].data;
  let sum = 0;
  for (const [i, x] of activities[node].data.entries()) sum += (x - goal[i]) ** 2;
  return sum;
}
