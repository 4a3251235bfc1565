/** How often slopes changed where pre-activations crossed kinks, and how often a kink held a neuron. */
export interface Kinks {
  readonly crossed: number;
  readonly held: number;
}

/** How a phase of a rule ended. */
export interface PhaseEnd {
  readonly name: string;
  /** Energy, the mean over the batch, where the rule has one. */
  readonly energy?: number;
  /** Largest |dx/dt| of any neuron's state, in 1 / tau, where anything moves. */
  readonly velocity?: number;
  /** Over all samples; where slopes move in continuous time. */
  readonly kinks?: Kinks;
}
