/** Synapses that bring something to an inlet. */
export interface Contribution {
  /** Adds to the sum of each neuron what its synapses bring, in the order of the synapses. */
  addTo(sums: Float64Array): void;
  /** The same for one neuron. @returns its sum */
  addAt(unit: number, sum: number): number;
}

/** What an inlet is saved as: its sums, and whether anything has arrived since they were taken. */
export interface InletState {
  readonly sums: Float64Array;
  readonly stale: boolean;
}

/** Where the neurons of a population receive what is said on a path under a key: a sum each, taken when it is first read. */
export class Inlet {
  /** As they are where they have been asked for since anything arrived. */
  readonly sums: Float64Array;
  private readonly contributions: Contribution[] = [];
  /** Whose sums hold no longer: nobody's, those of some, everybody's. */
  private stale: 'none' | 'some' | 'all' = 'none';
  /** Of some: 1. */
  private old: Uint8Array | undefined;

  constructor(size: number) {
    this.sums = new Float64Array(size);
  }

  /** Sums go over contributions in the order in which they were connected. */
  connect(contribution: Contribution): void {
    this.contributions.push(contribution);
  }

  /** Something has arrived: the sums of before hold no longer. */
  expire(): void {
    this.stale = 'all';
  }

  /** Something has arrived at one neuron. */
  expireAt(unit: number): void {
    if (this.stale === 'all') return;
    this.old ??= new Uint8Array(this.sums.length);
    this.old[unit] = 1;
    this.stale = 'some';
  }

  /** Sum of weight * what was last said, of one neuron. */
  at(unit: number): number {
    if (this.stale !== 'none') this.renew(unit);
    return this.sums[unit];
  }

  /** Of these neurons sums are taken. */
  freshen(units: Int32Array): void {
    if (this.stale === 'all') this.collect();
    else if (this.stale === 'some') for (let i = 0; i < units.length; i++) this.renew(units[i]);
  }

  /** What has arrived is summed now, by weights as they are. */
  settle(): void {
    if (this.stale === 'some') for (let unit = 0; unit < this.sums.length; unit++) this.renew(unit);
    if (this.stale === 'all') this.collect();
  }

  state(): InletState {
    return { sums: this.sums.slice(), stale: this.stale !== 'none' };
  }

  restore({ sums, stale }: InletState): void {
    this.sums.set(sums);
    this.forgetOld();
    if (stale) this.expire();
  }

  /** Nothing has ever arrived. */
  clear(): void {
    this.sums.fill(0);
    this.forgetOld();
  }

  private renew(unit: number): void {
    const { sums, contributions } = this;
    if (this.stale === 'all') this.collect();
    if (!this.old?.[unit]) return;
    let sum = 0;
    for (let i = 0; i < contributions.length; i++) sum = contributions[i].addAt(unit, sum);
    sums[unit] = sum;
    this.old[unit] = 0;
  }

  private collect(): void {
    const { sums, contributions } = this;
    sums.fill(0);
    for (let i = 0; i < contributions.length; i++) contributions[i].addTo(sums);
    this.forgetOld();
  }

  private forgetOld(): void {
    this.old?.fill(0);
    this.stale = 'none';
  }
}
