import { keptStates } from '../../kept.js';
import type { Trained } from '../../simulator.js';
import type { ByName } from '../projections.js';
import { lossesOf, meanOf, readAll } from '../transfer.js';
import { present } from './present.js';
import type { Presentation } from './presentation.js';
import type { Given } from './stage.js';

/** What a presentation leaves to learn by. */
export type Learned<T> = {
  /** What outputs answered, [batch, units]. */
  readonly outputs: Readonly<ByName<T>>;
  /** Of each output the loss of its units, summed over the batch. */
  readonly losses: Readonly<ByName<T>>;
  /** What the rule keeps of the samples. */
  readonly kept: Readonly<ByName<T>>;
  /** Times the scale of the rates. */
  readonly gradient: Readonly<ByName<T>>;
  /** All parameters, where some have moved meanwhile: nothing is learned after that. */
  readonly moved: Readonly<ByName<T>>;
};

/** One presentation to learn from. */
export function learnedOf<T>(given: Given<T>): Learned<T> {
  const { m, layout, rule } = given;
  const { presentation, answers, share } = present(given);
  const { weights, gradient } = presentation.stage;
  return {
    outputs: Object.fromEntries(layout.outputs.map(({ name }) => [name, answers[name]])),
    losses: lossesOf(m, share),
    kept: rule.keeps ? keptOf(presentation) : {},
    gradient,
    moved: weights.moved ? weights.parameters : {},
  };
}

/** @returns tells of it, once what was read is there */
export function trainedBy<T>(
  { m, batch, rule }: Pick<Given<T>, 'm' | 'batch' | 'rule'>,
  { outputs, losses, kept }: Pick<Learned<T>, 'outputs' | 'losses' | 'kept'>,
): () => Trained {
  const loss = meanOf(m, losses, batch);
  const read = { outputs: readAll(m, outputs), ...(rule.keeps && { kept: readAll(m, kept) }) };
  return () => ({ loss: loss(), ...read });
}

/** What the rule keeps of the samples, as it is now. */
function keptOf<T>(presentation: Presentation<T>): ByName<T> {
  const { layout, rule } = presentation.given;
  const entries = keptStates(layout, rule).map(({ name, node, state }) => [
    name,
    presentation.state(node, state),
  ]);
  return Object.fromEntries(entries);
}
