import type { DataSet } from '../../src/data/index.js';
import { Examples } from '../../src/lab/training/examples.js';
import { estimate } from '../../src/math/statistics.js';
import type { Network } from '../../src/network/network.js';
import { initialParameters, type Parameters } from '../../src/network/parameters.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { rules } from '../../src/sim/rules.js';
import type { Batch, Relaxation } from '../../src/sim/simulator.js';
import { samplesOf } from './batches.js';
import { linksOf, passDown } from './chain.js';
import { relativeDistance } from './errors.js';
import { lossWays } from './roughness.js';

const rule = rules.ar;

/** How far from the gradient activities are after some time over wires that lose. */
export interface Left {
  readonly way: string;
  readonly time: number;
  /** From the gradient of the sweep that was, of the lowest activities, over its length. */
  readonly distance: number;
  /** The same from what the relaxing layer above them has come to: whether what that one says came through in the end. */
  readonly fromAbove: number;
}

/** Distances from the gradient of the sweep that was, over wires that lose, by how neurons speak and for how long. */
export function staleness(
  network: Network,
  data: DataSet,
  {
    seeds,
    images,
    durations,
  }: {
    readonly seeds: readonly number[];
    readonly images: number;
    /** In tau. */
    readonly durations: readonly number[];
  },
): Left[] {
  const batch = new Examples(network, data).first(images);
  return Object.entries(lossWays).flatMap(([way, { wires, lasting }]) =>
    durations.map((time): Left => {
      const found = seeds.flatMap((seed) => {
        const parameters = initialParameters(network, seed);
        const simulator = new EventSimulator(network, parameters, { wires: { ...wires, seed } });
        const relaxation = relaxationOf(lasting(time));
        return samplesOf(batch).map((image) => distances(simulator, parameters, image, relaxation));
      });
      const mean = (of: keyof (typeof found)[number]) => estimate(found.map((one) => one[of])).mean;
      return { way, time, distance: mean('distance'), fromAbove: mean('fromAbove') };
    }),
  );
}

function distances(simulator: EventSimulator, parameters: Parameters, image: Batch, relaxation: Relaxation) {
  const { forward, activity } = simulator.relax(image, { rule, relaxation });
  const links = linksOf(simulator.network, parameters, { ...forward, input: image.inputs.input });
  const [first, second, out] = links.map((link) => {
    // Of relu, as it came out where some of what it should have heard was lost.
    const slope = Float64Array.from(forward[link.name].data, (x) => (x > 0 || link.clamped ? 1 : 0));
    return { ...link, slope };
  });
  const got = activity[first.name].data;
  const gradient = passDown(second, 0, passDown(out, 0, activity[out.name].data));
  const above = passDown(second, 0, activity[second.name].data);
  return { distance: relativeDistance(got, gradient), fromAbove: relativeDistance(got, above) };
}
