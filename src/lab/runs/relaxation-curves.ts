import { layOut } from '../../network/layout.js';
import type { Activities, AnySimulator } from '../../sim/simulator.js';
import { withoutSpeech } from '../../sim/speech.js';
import { type Configuration, configuredRule } from '../configuration.js';
import type { RelaxationData } from '../report/index.js';
import type { Examples } from '../training/examples.js';
import { answered, type Pieces } from '../turns.js';
import { framesOf } from './relaxation-frames.js';

/** Images looked at, at most. */
const mostImages = 256;

/**
 * For each relaxing node, the squared error of its activities against the gradients they relax to, along the way: sum
 * over units, mean over the first test images. Undefined for a rule that does not relax. It yields the frames done.
 */
export function* relaxationCurves(
  simulator: AnySimulator,
  examples: Examples,
  { relaxation, batchSize, ...choices }: Configuration,
): Pieces<RelaxationData | undefined> {
  const rule = configuredRule(choices);
  // Where it is not linear there is no fixed point to measure against.
  if (rule.kind !== 'relaxation' || !rule.linear) return undefined;
  // One sample is enough of an event engine's time.
  const batch = examples.first(simulator.engine === 'events' ? 1 : Math.min(batchSize, mostImages));
  // Whoever speaks seldom is looked at as if not.
  const { band, ...plain } = withoutSpeech(relaxation);
  const { duration, ...stepping } = plain;
  const equilibrium = { ...stepping, solver: 'equilibrium' } as const;
  const settled = yield* answered(simulator.relax(batch, { rule, relaxation: equilibrium }));
  const nodes = layOut(simulator.network).nodes.filter(({ role }) => role === 'relaxing');
  const series = nodes.map(({ name }) => ({ name, values: [] as number[] }));
  const at: number[] = [];
  yield* framesOf({ simulator, batch, rule, relaxation: plain }, (frame) => {
    for (const { name, values } of series) {
      values.push(squaredError(frame.activities, settled.activity, name) / batch.size);
    }
    return at.push(frame.at);
  });
  const moments = duration === undefined ? { steps: at } : { times: at };
  return { series, ...moments, stepSize: relaxation.stepSize };
}

function squaredError(activities: Activities, settled: Activities, node: string): number {
  const goal = settled[node].data;
  let sum = 0;
  for (const [i, x] of activities[node].data.entries()) sum += (x - goal[i]) ** 2;
  return sum;
}
