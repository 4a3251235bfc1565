import { refuse } from '../errors.js';

/** What a simulator is busy with. */
export interface Occupant {
  /** The call that began it: `EventSimulator.relax`. */
  readonly where: string;
  /** What whoever comes meanwhile can do. */
  readonly hint: string;
  abandon(where: string): void;
}

/** Whether a simulator is free: it presents one thing at a time, and none once it has been disposed of. */
export class Occupancy {
  private occupant: Occupant | undefined;
  private disposed = false;

  /** @param simulator its name */
  constructor(readonly simulator: string) {}

  /** Asked before anything is touched. @throws {InputError} while something is under way, or once it was disposed of */
  checkFree(method: string): void {
    this.checkUsable(method);
    if (!this.occupant) return;
    const { where, hint } = this.occupant;
    refuse({
      where: `${this.simulator}.${method}`,
      got: `a call while a presentation of ${where} is under way`,
      expected: 'one at a time',
      hint,
    });
  }

  /** @throws {InputError} once it was disposed of */
  checkUsable(method: string): void {
    if (!this.disposed) return;
    refuse({
      where: `${this.simulator}.${method}`,
      got: 'a simulator that has been disposed of',
      expected: 'one in use',
      hint: `a new ${this.simulator}`,
    });
  }

  /** It is busy from now on. */
  take(occupant: Occupant): void {
    this.occupant = occupant;
  }

  /** It is free again. */
  leave(): void {
    this.occupant = undefined;
  }

  /** It is done with, and what is under way is given up. @throws {InputError} from inside of that */
  dispose(): void {
    this.occupant?.abandon(`${this.simulator}.dispose`);
    this.disposed = true;
  }
}
