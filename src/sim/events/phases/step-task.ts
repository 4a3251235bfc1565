import type { SavedTask, Task } from '../../../messages/task.js';
import type { Segment } from '../present/protocol.js';

/** Who takes steps: of which act, and which. */
interface Stepping {
  readonly address: string;
  tick(step: number): number;
  plan(step: StepTask, time: number): void;
  take(act: number, step: number): void;
}

/** A step that waits for its time, and the stretch up to that. */
export class StepTask implements Task, Segment {
  constructor(
    private readonly stepping: Stepping,
    private readonly act: number,
    private readonly step: number,
  ) {}

  begin(): void {
    this.stepping.plan(this, this.until());
  }

  until(): number {
    return this.stepping.tick(this.step);
  }

  run(): void {
    this.stepping.take(this.act, this.step);
  }

  get saved(): SavedTask {
    return { owner: this.stepping.address, what: [this.act, this.step] };
  }
}
