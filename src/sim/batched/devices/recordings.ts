/** Of a key: how often it came, how often what was taken down could not be used, and what was. */
export interface Known<R> {
  seen: number;
  failed: number;
  recording: R | undefined;
}

/** Keys of an owner; rates that change with every minibatch do not add up. */
const most = 16;
const mostFailures = 3;

/** What was taken down of work, by owner and key. */
export class Recordings<R> {
  private readonly owners = new WeakMap<object, Map<string, Known<R>>>();

  /** @param drop of what is not known any more */
  constructor(private readonly drop: (recording: R) => void) {}

  /** Of a key; what was asked for longest ago is forgotten. */
  of(owner: object, key: string): Known<R> {
    const all = this.owners.get(owner) ?? new Map<string, Known<R>>();
    this.owners.set(owner, all);
    const known = all.get(key) ?? { seen: 0, failed: 0, recording: undefined };
    all.delete(key);
    all.set(key, known);
    if (all.size > most) this.forget(all, [...all.keys()][0]);
    return known;
  }

  private forget(all: Map<string, Known<R>>, key: string): void {
    const recording = all.get(key)?.recording;
    if (recording !== undefined) this.drop(recording);
    all.delete(key);
  }
}

/** What can be done with work under a key. */
export interface Ways<R, T> {
  readonly work: () => T;
  /** Does the work and takes down what it does; no recording where that cannot be done again. */
  readonly record: () => { readonly result: T; readonly recording: R | undefined };
  /** What was taken down, on what is given now; undefined where it does not fit. */
  readonly replay: (recording: R) => T | undefined;
}

/** The work as it is the first time, taken down the second, from what was taken down after that. */
export function workAgain<R, T>(known: Known<R>, { work, record, replay }: Ways<R, T>): T {
  if (known.seen++ === 0 || known.failed >= mostFailures) return work();
  const replayed = known.recording === undefined ? undefined : replay(known.recording);
  if (replayed !== undefined) return replayed;
  const { result, recording } = record();
  if (known.recording !== undefined || recording === undefined) known.failed++;
  known.recording = recording;
  return result;
}
