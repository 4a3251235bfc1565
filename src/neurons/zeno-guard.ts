import { fail } from '../errors.js';

/** So many changes of slope, or corrections of a feedback, each at once after the last, are taken for endless ones. */
const MANY = { change: 64, correction: 1024 };
/** In tau. */
const AT_ONCE = 1e-9;

/** Counts what happens to a neuron at its kinks in no time, so that a relaxation never hangs there (Zeno behaviour, chattering). */
export class ZenoGuard {
  private last = -Infinity;
  private counts = { change: 0, correction: 0 };

  /** @throws {RelaxonError} naming the neuron and the time, when there have been too many */
  note(kind: keyof typeof MANY, address: string, time: number, band: number): void {
    if (time - this.last > AT_ONCE) this.begin();
    this.last = time;
    this.counts[kind]++;
    if (this.counts[kind] <= MANY[kind]) return;
    fail({
      where: `${address} at ${time} tau`,
      got: `more than ${MANY[kind]} ${kind}s at a kink, each within ${AT_ONCE} tau of the last${band > 0 ? ` with band ${band}` : ''}`,
      expected: 'fewer: whatever its slope is, it is driven back to the kink',
      hint: `a ${band > 0 ? 'wider ' : ''}band, such as ${band > 0 ? Number((100 * band).toPrecision(3)) : 1e-3}`,
    });
  }

  /** Nothing has happened yet. */
  begin(): void {
    this.last = -Infinity;
    this.counts = { change: 0, correction: 0 };
  }

  /** When the last was, and how many changes and corrections there have been. */
  get state(): readonly number[] {
    return [this.last, this.counts.change, this.counts.correction];
  }

  set state([last, change, correction]: readonly number[]) {
    this.last = last;
    this.counts = { change, correction };
  }
}
