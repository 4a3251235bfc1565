import type { LaidOutNode, Layout } from '../../src/network/layout.js';

/** Synapses in all. */
export function synapses({ nodes }: Layout): number {
  return nodes.reduce((sum, { size, parents }) => sum + size * total(parents), 0);
}

/** Synapses that carry feedback: those whose presynaptic neuron relaxes; inputs do not. */
export function feedbackSynapses(layout: Layout): number {
  return perNode(layout).reduce((sum, { feedback }) => sum + feedback, 0);
}

/**
 * Messages that synapses carry in a `sampled` relaxation of so many steps: a clamped output speaks once, at the
 * start; every other neuron at the start and after each step; each time through all its feedback synapses.
 */
export function relaxationMessages(layout: Layout, steps: number): number {
  return perNode(layout).reduce(
    (sum, { role, feedback }) => sum + (role === 'clamped' ? 1 : steps + 1) * feedback,
    0,
  );
}

function perNode({ nodes }: Layout): { role: LaidOutNode['role']; feedback: number }[] {
  const relaxing = new Set(nodes.map(({ name }) => name));
  return nodes.map(({ size, parents, role }) => {
    return { role, feedback: size * total(parents.filter(({ name }) => relaxing.has(name))) };
  });
}

const total = (sources: readonly { readonly size: number }[]) =>
  sources.reduce((sum, { size }) => sum + size, 0);
