import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { RelaxonError } from '../../../../src/errors.js';
import { startBackend } from '../../../../src/sim/batched/backend.js';
import { tfjs } from '../../../../src/sim/batched/tfjs.js';
import { onWebgpu } from '../../../webgpu.js';

onWebgpu('a GPU that is asked for too much', () => {
  it('leaves zeros, and so what is read is refused from then on', async () => {
    await startBackend('webgpu');
    const { device } = tf.backend() as unknown as { device: { limits: { maxBufferSize: number } } };
    const one = tfjs.upload([1], [1, 1]);
    expect(await tfjs.settled()).toBeUndefined();
    const tooMany = device.limits.maxBufferSize / 4 + 1;
    tfjs.read(tf.sum(tf.tile(tf.tensor1d([1]), [tooMany])));
    const refused = await tfjs.settled()?.catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RelaxonError);
    expect(String(refused)).toMatch(
      /^RelaxonError: backend webgpu: got an error of the GPU \(.+\), expected none\. Try/,
    );
    tfjs.read(one);
    await expect(tfjs.settled()).rejects.toThrow('an error of the GPU');
  });
});
