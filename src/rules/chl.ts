import { chlOptions } from './chl-options.js';
import { type Chosen, family } from './family.js';
import type { Phase, Rule, Statement, Who } from './rule.js';
import { words } from './words.js';

type N = { state: 'x'; says: { up: 'x'; down: 'x' } };
const { say, set, move, learn, rule } = words<N>();

/**
 * Contrastive Hebbian learning: dx/dt = -x + f(W x below + bias + gamma W^T x above) in both phases, outputs held at their
 * targets in the second; dL/dw = gamma^-d (free x x below - clamped x x below), d the distance to the outputs. With linear
 * outputs this tends to the gradient of the squared error as gamma (Xie and Seung 2003; as L - k they have d).
 */
function contrastiveHebbian({ gamma, freeSteps, clampedSteps, stepSize }: Chosen<typeof chlOptions>): Rule {
  const phase = (
    name: string,
    who: Who,
    { steps, sign, begins }: { steps: number; sign: number; begins: readonly Statement<N>[] },
  ): Phase<N> => ({
    name,
    steps,
    stepSize,
    begins,
    talk: [say('up', { x: 'x' }), say('down', { x: (m, n) => m.mul(n.x, n.gate('x')) }, 'neuron')],
    moves: [move({ x: (m, n) => m.sub(n.f(m.add(n.in('x'), m.mul(gamma, n.apical.x))), n.x) }, who)],
    ends: [
      learn({
        up: [
          {
            gain: sign,
            pre: (_, heard) => heard.x,
            post: (m, n) => m.mul(n.byDistance(1 / gamma), n.x, n.gate('x')),
          },
        ],
      }),
    ],
  });
  const started = [set({ x: (_, n) => n.stimulus }, 'input'), set({ x: 0 })];
  return rule({
    name: 'chl',
    paths: { up: { way: 'up' }, down: { way: 'down' } },
    answer: { phase: 'free', state: 'x' },
    phases: [
      phase('free', 'neuron', { steps: freeSteps, sign: 1, begins: started }),
      phase('clamped', 'inner', {
        steps: clampedSteps,
        sign: -1,
        begins: [set({ x: (_, n) => n.target }, 'output')],
      }),
    ],
  });
}

export const chl = family({
  name: 'chl',
  summary: 'contrastive Hebbian learning: a network that settles freely, and again with its outputs held',
  source: 'Movellan 1991; Xie and Seung 2003, Neural Computation 15(2)',
  options: chlOptions,
  of: contrastiveHebbian,
});
