import { tensorOf } from '../../parameter-tensors.js';
import { encodeSafetensors, type Tensor } from '../../safetensors/index.js';
import type { PredictionFormat } from '../predictions.js';

/** Tensors: `output` (`output.NODE` of several), `probability`, `class`, and `NODE.activity`. */
export const safetensors: PredictionFormat = {
  about: 'safetensors',
  encode: ({ samples, outputs, probabilities, classes, activities = {} }) => {
    const several = Object.keys(outputs).length > 1;
    const tensors: [string, Tensor][] = [
      ...Object.entries(outputs).map(([node, values]): [string, Tensor] => [
        several ? `output.${node}` : 'output',
        tensorOf(values),
      ]),
      ...Object.entries(activities).map(([node, values]): [string, Tensor] => [
        `${node}.activity`,
        tensorOf(values),
      ]),
    ];
    if (probabilities) tensors.push(['probability', tensorOf(probabilities)]);
    if (classes)
      tensors.push(['class', { dtype: 'I64', shape: [samples], data: BigInt64Array.from(classes, BigInt) }]);
    return encodeSafetensors(tensors);
  },
};
