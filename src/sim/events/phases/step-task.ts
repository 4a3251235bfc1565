import type { SavedTask, Task } from '../../../messages/task.js';

/** Who takes steps: of which act, and which. */
interface Stepping {
  readonly address: string;
  take(act: number, step: number): void;
}

/** A step that waits for its time. */
export class StepTask implements Task {
  constructor(
    private readonly stepping: Stepping,
    private readonly act: number,
    private readonly step: number,
  ) {}

  run(): void {
    this.stepping.take(this.act, this.step);
  }

  get saved(): SavedTask {
    return { owner: this.stepping.address, what: [this.act, this.step] };
  }
}
