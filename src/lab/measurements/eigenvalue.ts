import type { ByName } from '../../sim/batched/projections.js';
import { bends } from '../../sim/traits.js';
import { driveOf } from './drive.js';
import { float64 } from './float64.js';
import { type Matrix, matrixOf } from './matrix.js';
import { largestEigenvalues } from './power-iteration.js';
import { finite, type Measurements } from './row.js';
import type { Scene } from './scene.js';

/**
 * How stable the relaxation dx/dt = -x + F(x) is where it has come to: the largest modulus of the eigenvalues of the
 * Jacobian DF at the relaxed state, estimated by power iteration (`largestEigenvalues`) in each sample; mean and
 * largest over the samples. Below 1 it is stable in continuous time. Where derivatives are frozen or left out DF is
 * nilpotent, and nothing is measured; nor where they move but their functions are linear between kinks (relu): there
 * DF is nilpotent off the kinks, and at them there is none.
 */
export function measureEigenvalue(scene: Scene): Measurements {
  if (!bends(scene.rule) || !isCurved(scene)) return {};
  const values = relaxedEigenvalues(scene);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { 'eigenvalue/mean': finite(mean), 'eigenvalue/max': finite(Math.max(...values)) };
}

/** Some derivative that moves does so smoothly. */
function isCurved({ layout, relaxed }: Scene): boolean {
  const moving = layout.nodes.filter(({ parents }) => parents.some(({ name }) => name in relaxed));
  return moving.some(({ activation }) => !activation.kinks);
}

/** The same for each sample. */
export function relaxedEigenvalues(scene: Scene): Float64Array {
  const { layout, rule, parameters, forward, targets } = scene;
  const inputs = Object.fromEntries(layout.inputs.map(({ name }) => [name, forward[name]]));
  const { movers, at } = driveOf({ layout, rule, parameters, inputs, targets });
  if (movers.length === 0) return new Float64Array(1);
  const join = (activity: Readonly<ByName<Matrix>>) =>
    float64.concat(movers.map(({ name }) => activity[name]));
  const split = (state: Matrix) => {
    let from = 0;
    return Object.fromEntries(
      movers.map(({ name, size }) => {
        const part = float64.columns(state, from, size);
        from += size;
        return [name, part];
      }),
    );
  };
  const field = (state: Matrix) => join(at({ ...scene.relaxed, ...split(state) }));
  return largestEigenvalues(field, copied(join(scene.relaxed)));
}

const copied = ({ shape, data }: Matrix): Matrix => matrixOf(shape, data.slice());
