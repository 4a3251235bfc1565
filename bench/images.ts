import { type DataSet, loadDataSet } from '../src/data/index.js';
import { InputError } from '../src/errors.js';

/** MNIST where it is at hand (RELAXON_DATA or the cache; nothing is downloaded), else the built-in digits. */
export async function loadImages(): Promise<DataSet> {
  try {
    return await loadDataSet('mnist', { fetch: false });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return loadDataSet('digits');
  }
}

/** What the images are, for a figure's last column. */
export function imagesText({ name, train }: Pick<DataSet, 'name' | 'train'>): string {
  return name === 'mnist' ? 'MNIST' : `built-in digits (${train.count}), no MNIST at hand`;
}
