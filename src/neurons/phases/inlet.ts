import type { Ports } from './ports.js';

/** Synapses that bring something to an inlet: to neurons, or to their ports where these have some. */
export interface Contribution {
  /** Adds to the sum of each neuron what its synapses bring, in the order of the synapses. */
  addTo(sums: Float64Array): void;
  /** What it brings to one neuron. */
  at(unit: number): number;
}

/** What an inlet is saved as: its sums, 0 where they hold no longer, whether they do, and whether anything has arrived. */
export interface InletState {
  readonly sums: Float64Array;
  /** By port, where neurons have some. */
  readonly brought?: Float64Array | undefined;
  readonly stale: boolean;
  readonly news: boolean;
}

/**
 * Where the neurons of a population receive what is said on a path under a key: a sum each, taken when it is first read. What
 * comes from each population is summed by itself, in the order of the synapses, as whole layers have it. Where neurons have
 * ports, what each port brings is summed, and theirs is the product or the largest of these.
 */
export class Inlet {
  /** Something has arrived since whoever asks has last said that he knows. */
  news = false;
  readonly contributions: Contribution[] = [];
  /** Whose sums hold no longer: nobody's, those of some, everybody's. */
  private stale: 'none' | 'some' | 'all' = 'none';
  /** Of some: 1. */
  private old: Uint8Array | undefined;
  /** What further populations bring. */
  private more: Float64Array | undefined;
  /** Made when they are first asked for: at most inlets of inputs and outputs nothing arrives. */
  private columns: { readonly sums: Float64Array; readonly brought: Float64Array } | undefined;

  constructor(
    private readonly size: number,
    private readonly ports?: Ports,
  ) {}

  /** As they are where they have been asked for since anything arrived. */
  get sums(): Float64Array {
    return (this.columns ?? this.make()).sums;
  }

  /** By port, what it brings; where neurons have none, their sums. */
  get brought(): Float64Array {
    return (this.columns ?? this.make()).brought;
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
    this.old ??= new Uint8Array(this.size);
    this.old[unit] = 1;
    this.stale = 'some';
  }

  /** Something has arrived at some neurons, which leaves their sums as they are. */
  hearAgain(): void {
    this.news = true;
    if (this.stale === 'none') this.stale = 'some';
  }

  /** Sums of all hold no longer. */
  get expired(): boolean {
    return this.stale === 'all';
  }

  /** The sum of one neuron is known, after something has arrived at it. */
  bring(unit: number, sum: number): void {
    this.old ??= new Uint8Array(this.size);
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
    const stale = this.stale !== 'none';
    // They are taken anew before they are read.
    const kept = (sums: Float64Array) => (stale ? new Float64Array(sums.length) : sums.slice());
    const brought = this.ports && { brought: kept(this.brought) };
    return { sums: kept(this.sums), ...brought, stale, news: this.news };
  }

  restore({ sums, brought, stale, news }: InletState): void {
    this.sums.set(sums);
    if (brought) this.brought.set(brought);
    this.news = news;
    this.forgetOld();
    if (stale) this.expire();
  }

  /** Nothing has ever arrived. */
  clear(): void {
    this.columns?.sums.fill(0);
    this.columns?.brought.fill(0);
    this.news = false;
    this.forgetOld();
  }

  private renew(unit: number): void {
    const { sums } = this;
    if (this.stale === 'all') this.collect();
    if (!this.old?.[unit]) return;
    this.old[unit] = 0;
    if (this.ports) {
      const { brought, ports } = this;
      for (let place = unit; place < brought.length; place += ports.size) brought[place] = this.sumAt(place);
      sums[unit] = ports.at(brought, unit);
    } else sums[unit] = this.sumAt(unit);
  }

  private sumAt(place: number): number {
    const { contributions } = this;
    let sum = 0;
    for (let i = 0; i < contributions.length; i++) sum += contributions[i].at(place);
    return sum;
  }

  private collect(): void {
    const { brought, contributions, ports, sums } = this;
    brought.fill(0);
    for (let i = 0; i < contributions.length; i++) {
      if (i === 0) contributions[i].addTo(brought);
      else this.add(contributions[i]);
    }
    if (ports) for (let unit = 0; unit < sums.length; unit++) sums[unit] = ports.at(brought, unit);
    this.forgetOld();
  }

  private add(contribution: Contribution): void {
    const { brought } = this;
    this.more ??= new Float64Array(brought.length);
    const { more } = this;
    more.fill(0);
    contribution.addTo(more);
    for (let place = 0; place < brought.length; place++) brought[place] += more[place];
  }

  private make() {
    const sums = new Float64Array(this.size);
    this.columns = { sums, brought: this.ports ? new Float64Array(this.ports.places) : sums };
    return this.columns;
  }

  private forgetOld(): void {
    this.old?.fill(0);
    this.stale = 'none';
  }
}
