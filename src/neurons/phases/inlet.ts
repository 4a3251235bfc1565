/** Synapses that bring something to an inlet. */
export interface Contribution {
  /** Adds to the sum of each neuron what its synapses bring, in the order of the synapses. */
  addTo(sums: Float64Array): void;
  /** What it brings to one neuron. */
  at(unit: number): number;
}

/** What an inlet is saved as: its sums, whether they hold no longer, and whether anything has arrived. */
export interface InletState {
  readonly sums: Float64Array;
  readonly stale: boolean;
  readonly news: boolean;
}

/**
 * Where the neurons of a population receive what is said on a path under a key: a sum each, taken when it is first read. What
 * comes from each population is summed by itself, in the order of the synapses, as whole layers have it.
 */
export class Inlet {
  /** Something has arrived since whoever asks has last said that he knows. */
  news = false;
  /** As they are where they have been asked for since anything arrived. */
  readonly sums: Float64Array;
  private readonly contributions: Contribution[] = [];
  /** Whose sums hold no longer: nobody's, those of some, everybody's. */
  private stale: 'none' | 'some' | 'all' = 'none';
  /** Of some: 1. */
  private old: Uint8Array | undefined;
  /** What further populations bring. */
  private more: Float64Array | undefined;

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

  /** Sums of all hold no longer. */
  get expired(): boolean {
    return this.stale === 'all';
  }

  /** All that comes in comes from one population. */
  get single(): boolean {
    return this.contributions.length === 1;
  }

  /** The same where its sum is known, and looked at at once. */
  bring(unit: number, sum: number): void {
    this.old ??= new Uint8Array(this.sums.length);
    this.old[unit] = 0;
    this.stale = 'some';
    this.sums[unit] = sum;
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
    return { sums: this.sums.slice(), stale: this.stale !== 'none', news: this.news };
  }

  restore({ sums, stale, news }: InletState): void {
    this.sums.set(sums);
    this.news = news;
    this.forgetOld();
    if (stale) this.expire();
  }

  /** Nothing has ever arrived. */
  clear(): void {
    this.sums.fill(0);
    this.news = false;
    this.forgetOld();
  }

  private renew(unit: number): void {
    const { sums, contributions } = this;
    if (this.stale === 'all') this.collect();
    if (!this.old?.[unit]) return;
    let sum = 0;
    for (let i = 0; i < contributions.length; i++) sum += contributions[i].at(unit);
    sums[unit] = sum;
    this.old[unit] = 0;
  }

  private collect(): void {
    const { sums, contributions } = this;
    sums.fill(0);
    for (let i = 0; i < contributions.length; i++) {
      if (i === 0) contributions[i].addTo(sums);
      else this.add(contributions[i]);
    }
    this.forgetOld();
  }

  private add(contribution: Contribution): void {
    const { sums } = this;
    this.more ??= new Float64Array(sums.length);
    const { more } = this;
    more.fill(0);
    contribution.addTo(more);
    for (let unit = 0; unit < sums.length; unit++) sums[unit] += more[unit];
  }

  private forgetOld(): void {
    this.old?.fill(0);
    this.stale = 'none';
  }
}
