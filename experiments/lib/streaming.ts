import type { ClassSet } from '../../src/data/index.js';
import { ImageStream, type StreamSettings } from '../../src/lab/stream/stream.js';
import { evaluate } from '../../src/lab/training/evaluate.js';
import { Examples } from '../../src/lab/training/examples.js';
import type { Energy } from '../../src/messages/energy.js';
import type { Network } from '../../src/network/network.js';
import { initialParameters } from '../../src/network/parameters.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import type { LiveOptions } from '../../src/sim/events/live/options.js';
import { LiveSimulator } from '../../src/sim/events/live/simulator.js';

/** One training on a stream. */
export interface Streaming {
  readonly live: Omit<LiveOptions, 'grain' | 'seed'>;
  readonly stream: Partial<Omit<StreamSettings, 'seed'>> & Pick<StreamSettings, 'every'>;
  readonly images: number;
  readonly testImages: number;
}

/** What came of it. */
export interface Streamed {
  readonly seed: number;
  readonly testAccuracy: number;
  /** Share of answers that were right, by tenths of the stream: each given before anything was learned from its image. */
  readonly online: readonly number[];
  readonly energy: Energy;
  readonly missed: number;
  readonly seconds: number;
}

/** Trains a network from its first weights on a stream of training images; tests it on others. */
export function stream(
  network: Network,
  data: ClassSet,
  { live, stream: given, images, testImages }: Streaming,
  seed: number,
): Streamed {
  const began = performance.now();
  const examples = new Examples(network, data);
  const parameters = initialParameters(network, seed);
  const simulator = new LiveSimulator(network, parameters, { ...live, grain: 'arbor', seed });
  const shown = new ImageStream(simulator, examples, { targetDelay: 0, taught: 1, ...given, seed });
  const right = new Array<number>(10).fill(0);
  for (let i = 0; i < images; i++) {
    const { label, answer } = shown.next();
    if (answer === label) right[Math.floor((10 * i) / images)]++;
  }
  shown.end();
  const judge = new EventSimulator(network, simulator.parameters(), { grain: 'arbor' });
  const { accuracy } = evaluate(judge, examples, testImages);
  const { energy, missed } = simulator;
  const seconds = (performance.now() - began) / 1000;
  return {
    seed,
    testAccuracy: accuracy,
    online: right.map((n) => (10 * n) / images),
    energy,
    missed,
    seconds,
  };
}
