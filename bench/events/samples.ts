import { type Batch, Examples, type Network } from '../../src/index.js';
import { randomBatch } from '../../src/lab/agreement.js';
import { imagesText, loadImages } from '../images.js';

/** Samples for a network, and what they are. */
export interface Samples {
  readonly batch: Batch;
  readonly text: string;
}

/** The first training images. */
export async function imageSamples(network: Network, count: number): Promise<Samples> {
  const data = await loadImages();
  const examples = new Examples(network, data);
  const batch = examples.batch(
    data.train,
    Uint32Array.from({ length: count }, (_, i) => i),
  );
  return { batch, text: imagesText(data) };
}

/** Random samples, for networks whose input is not an image. */
export function randomSamples(network: Network, count: number): Samples {
  return { batch: randomBatch(network, count, 1), text: 'random samples' };
}
