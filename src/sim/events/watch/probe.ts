import type { Observable } from 'rxjs';

/** A value that one actor had at a time, in tau since the stimulus. */
export interface Sample {
  readonly time: number;
  readonly value: number;
}

/** A number of one actor that can be watched. Watching changes nothing. */
export interface Probe {
  readonly address: string;
  /** What it is at a time between events. */
  at(time: number): number;
  /** What it is whenever that is set. */
  readonly changes: Observable<Sample>;
  /** Of what is kept while somebody looks: somebody does, until what is returned is called. */
  attend?(): () => void;
}
