import { type Ran, run } from './run.js';

// [1 2; 3 4] [5 6; 7 8]; the last line, for a library may talk before.
const code = `
const tf = require('@tensorflow/tfjs-node');
const product = Array.from(tf.matMul(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[5, 6], [7, 8]])).dataSync());
if (String(product) !== '19,22,43,50') throw new Error('a product of matrices is wrong: ' + product);
console.log(tf.version['tfjs-node'] + ' with TensorFlow ' + tf.backend().binding.TF_Version);`;

const quiet = { TF_CPP_MIN_LOG_LEVEL: '3', TF_ENABLE_ONEDNN_OPTS: '0' };

/** Multiplies two matrices in a process of its own, for a library that is broken ends it. @param root of the project */
export function checkBinding(root: string): Ran {
  const ran = run(process.execPath, ['--no-deprecation', '-e', code], { cwd: root, env: quiet });
  return { ...ran, out: ran.out.trim().split('\n').at(-1) ?? '' };
}
