import type { Reporter, TestModule } from 'vitest/node';

/** One plain line at the end, without colours, for whoever reads the log of a run by a program. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const of = (state: string) => states.filter((one) => one === state).length;
    process.stdout.write(`${of('passed')} passed, ${of('failed')} failed, ${of('skipped')} skipped\n`);
  }
}
