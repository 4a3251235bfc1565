import type { Phase } from '../../../rules/rule.js';
import type { Answering } from '../../simulator.js';
import type { ByName } from '../projections.js';
import { type Frames, Presentation } from './presentation.js';
import type { Given } from './stage.js';

/** What a presentation leaves on the device. */
export interface Played<T> {
  readonly presentation: Presentation<T>;
  /** What every input and node answered, [batch, units]. */
  readonly answers: Readonly<ByName<T>>;
  /** Shares of the loss at what outputs answered, [batch, units] per output. */
  readonly share: Readonly<ByName<T>>;
}

/** Whoever looks on: after some steps of phases, and at the ends of these. */
export interface Looks<T> {
  readonly frames?: Frames<T> | undefined;
  onEnd?(phase: Phase, presentation: Presentation<T>): void;
}

/** Presents a batch, with its targets. */
export function present<T>(given: Given<T>, looks: Looks<T> = {}): Played<T> {
  const { layout, rule, targets } = given;
  const answers: ByName<T> = {};
  const presentation = new Presentation(given, {
    frames: looks.frames,
    onEnd: (phase, played) => {
      if (phase.name === rule.answer.phase) Object.assign(answers, answersOf(played, given));
      looks.onEnd?.(phase, played);
    },
  });
  presentation.play();
  const { m } = presentation.stage;
  const shares = layout.outputs.map(({ name, loss }) => {
    const [activity, target] = [answers[name], targets![name]];
    const pooled = loss!.pool ? m.logSumExp(activity) : target;
    return [name, loss!.share(m, { activity, target, pooled })] as const;
  });
  return { presentation, answers, share: Object.fromEntries(shares) };
}

/** What outputs, or all nodes, answer to inputs alone: the phases up to that which answers. */
export function answer<T>(given: Given<T>, of: Answering): ByName<T> {
  const presentation = new Presentation(given);
  presentation.play(given.rule.answer.phase);
  const answers = answersOf(presentation, given);
  return Object.fromEntries(given.layout[of].map(({ name }) => [name, answers[name]]));
}

function answersOf<T>(presentation: Presentation<T>, { layout, rule }: Given<T>): ByName<T> {
  const names = [...layout.inputs, ...layout.nodes].map(({ name }) => name);
  return Object.fromEntries(names.map((name) => [name, presentation.keep(name, rule.answer.state)]));
}
