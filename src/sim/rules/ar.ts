import { activationRelaxation } from '../../neurons/models/activation-relaxation.js';
import { transpose } from '../../synapses/feedback/transpose.js';
import { storedForward } from '../../synapses/plasticity/stored-forward.js';
import type { RelaxationRule } from '../rule.js';

/** Activation Relaxation (Millidge, Tschantz, Seth, Buckley 2020, arXiv 2009.05359), frozen forward pass. */
export const ar: RelaxationRule = {
  kind: 'relaxation',
  name: 'ar',
  neuron: activationRelaxation,
  feedback: transpose,
  plasticity: storedForward,
};
