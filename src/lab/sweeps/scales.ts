import type { Scale } from './scale.js';
import { choice } from './scales/choice.js';
import { integer } from './scales/integer.js';
import { logInteger } from './scales/log-integer.js';
import { logUniform } from './scales/log-uniform.js';
import { uniform } from './scales/uniform.js';

/** The ways to spread a parameter, by name. A new one: one file, one line here. */
export const scales: Readonly<Record<string, Scale>> = Object.fromEntries(
  [choice, uniform, logUniform, integer, logInteger].map((scale) => [scale.name, scale]),
);
