import { map, merge, type Observable } from 'rxjs';
import type { Probe, Sample } from './probe.js';

/** A value that one of several actors was set to. */
export interface Change extends Sample {
  /** Which of them, in their order. */
  readonly actor: number;
}

/** Every value that actors are set to, as it is set; the same value again is one, too. */
export function changesOf(probes: readonly Probe[]): Observable<Change> {
  return merge(
    ...probes.map(({ changes }, actor) => changes.pipe(map(({ time, value }) => ({ time, actor, value })))),
  );
}
