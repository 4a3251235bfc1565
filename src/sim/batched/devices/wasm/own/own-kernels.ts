import { type OwnKernel, registerOwn } from './own-kernel.js';
import { picking } from './pick.js';
import { tangent } from './tanh.js';
import { winning } from './winners.js';

/** Every kernel of our own, by its name. A new one: one file and one line. */
export const ownKernels: ReadonlyMap<string, OwnKernel<unknown>> = new Map(
  [picking, tangent, winning].map((one) => [one.name, one as OwnKernel<unknown>]),
);

export function registerOwnKernels(): void {
  for (const one of ownKernels.values()) registerOwn(one);
}
