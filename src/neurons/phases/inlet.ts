/** Synapses that bring something to an inlet. */
export interface Contribution {
  /** Adds to the sum of each neuron what its synapses bring, in the order of the synapses. */
  addTo(sums: Float64Array): void;
}

/** What an inlet is saved as: its sums, and whether anything has arrived since they were taken. */
export interface InletState {
  readonly sums: Float64Array;
  readonly stale: boolean;
}

/** Where the neurons of a population receive what is said on a path under a key: a sum each, taken when it is first read. */
export class Inlet {
  private readonly sums: Float64Array;
  private readonly contributions: Contribution[] = [];
  private stale = false;

  constructor(size: number) {
    this.sums = new Float64Array(size);
  }

  /** Sums go over contributions in the order in which they were connected. */
  connect(contribution: Contribution): void {
    this.contributions.push(contribution);
  }

  /** Something has arrived: the sums of before hold no longer. */
  expire(): void {
    this.stale = true;
  }

  /** Sum of weight * what was last said, of one neuron. */
  at(unit: number): number {
    if (this.stale) this.collect();
    return this.sums[unit];
  }

  /** What has arrived is summed now, by weights as they are. */
  settle(): void {
    if (this.stale) this.collect();
  }

  state(): InletState {
    return { sums: this.sums.slice(), stale: this.stale };
  }

  restore({ sums, stale }: InletState): void {
    this.sums.set(sums);
    this.stale = stale;
  }

  /** Nothing has ever arrived. */
  clear(): void {
    this.sums.fill(0);
    this.stale = false;
  }

  private collect(): void {
    const { sums, contributions } = this;
    sums.fill(0);
    for (let i = 0; i < contributions.length; i++) contributions[i].addTo(sums);
    this.stale = false;
  }
}
