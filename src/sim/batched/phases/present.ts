import type { Phase } from '../../../rules/rule.js';
import type { PhaseEnd } from '../../simulator.js';
import type { ByName, OutputErrors } from '../forward.js';
import { endOf } from './phase-end.js';
import { type Given, Presentation } from './presentation.js';

/** What a presentation of a rule in phases leaves on the device. */
export interface Played<T> {
  readonly presentation: Presentation<T>;
  /** What every input and node answered, [batch, units]. */
  readonly answers: Readonly<ByName<T>>;
  /** Shares of the loss at what outputs answered. */
  readonly share: OutputErrors<T>['share'];
}

/** Whoever looks on: after so many steps of a phase, and at its end. */
export interface Looks<T> {
  onStep?(phase: Phase, step: number, presentation: Presentation<T>): void;
  onEnd?(end: PhaseEnd): void;
}

/** Presents a batch, with its targets. */
export function present<T>(given: Given<T>, looks: Looks<T> = {}): Played<T> {
  const { m, layout, rule, targets } = given;
  const answers: ByName<T> = {};
  const presentation = new Presentation(given, {
    ...(looks.onStep && { onStep: looks.onStep.bind(looks) }),
    onEnd: (phase, played) => {
      if (phase.name === rule.answer.phase) Object.assign(answers, answersOf(played, given));
      looks.onEnd?.(endOf(phase, played));
    },
  });
  presentation.play();
  const shares = layout.outputs.map(({ name, loss }) => {
    const [activity, target] = [answers[name], targets![name]];
    const pooled = loss!.pool ? m.logSumExp(activity) : target;
    return [name, loss!.share(m, { activity, target, pooled })] as const;
  });
  return { presentation, answers, share: Object.fromEntries(shares) };
}

/** What outputs answer to inputs alone: the phases up to that which answers. */
export function answer<T>(given: Given<T>): ByName<T> {
  const presentation = new Presentation(given);
  presentation.play(given.rule.answer.phase);
  const answers = answersOf(presentation, given);
  return Object.fromEntries(given.layout.outputs.map(({ name }) => [name, answers[name]]));
}

function answersOf<T>(presentation: Presentation<T>, { layout, rule }: Given<T>): ByName<T> {
  const names = [...layout.inputs, ...layout.nodes].map(({ name }) => name);
  return Object.fromEntries(names.map((name) => [name, presentation.keep(name, rule.answer.state)]));
}
