/** When plasticity acts. */
export interface Timing {
  readonly name: string;
  /** Synapses change during the relaxation, and what they carry changes with them: it is not linear any more. */
  readonly whileRelaxing: boolean;
}
