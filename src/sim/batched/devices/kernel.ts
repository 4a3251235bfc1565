import * as tf from '@tensorflow/tfjs-core';

/**
 * Runs a kernel of the backend on tensors of one type. The operations of tfjs-core match types and open a scope of their
 * own before they do the same, and its engine looks for gradients, leaks and profiles around it: some four microseconds
 * each, and a minibatch takes eighty of them.
 */
export function kernel(
  name: string,
  inputs: Readonly<Record<string, tf.Tensor>>,
  attrs: tf.NamedAttrMap = {},
): tf.Tensor {
  const { kernelFunc } = tf.getKernel(name, tf.getBackend());
  const made = kernelFunc({ inputs, attrs, backend: tf.backend() }) as tf.TensorInfo;
  return isTensor(made) ? made : tf.engine().makeTensorFromTensorInfo(made);
}

/** Some kernels are made of others, and give a tensor already. */
const isTensor = (made: tf.TensorInfo): made is tf.Tensor => 'rank' in made;
