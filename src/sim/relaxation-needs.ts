import { movingPhases } from '../rules/equation.js';
import { families } from '../rules/families.js';
import { defaultsOf } from '../rules/family.js';
import { allNeed, type Need, type Needs, needs } from './needs.js';
import type { Relaxation } from './simulator.js';
import type { Variant } from './variant.js';

// A name that there is not is refused as such, elsewhere.
const among = (value: unknown, names: readonly string[]) =>
  value === undefined || names.some((name) => name === value);

/** A rule that relaxes; where several are run, one of them does. */
export const relaxes = needs('rule', (rule) => among(rule, ['ar', 'all']), 'ar', {
  expected: 'a rule that has it',
  hint: 'rule ar',
});

// Asked when it is wanted: rules may have been added since.
const stepping = (): readonly string[] =>
  Object.values(families).flatMap(({ name, of, options }) =>
    movingPhases(of(defaultsOf(options))).length > 0 ? [name] : [],
  );

/** A rule with phases in which states move, by steps or by whatever finds where these lead. */
const moves = needs('rule', (rule) => among(rule, ['ar', 'all', ...stepping()]), 'ar', {
  expected: 'a rule whose states move',
  hint: 'rule ar',
});

const steps: readonly Need[] = [
  needs('messages', (messages) => messages !== 'threshold', 'sampled', { expected: 'messages at steps' }),
  needs('duration', (duration) => duration === undefined, 'of steps', {
    expected: 'steps, not continuous time',
  }),
  needs('solver', (solver) => solver !== 'equilibrium', 'auto', {
    expected: 'steps: the fixed point has none',
  }),
];
const fromSomewhere = needs('solver', (solver) => solver !== 'equilibrium', 'auto', {
  expected: 'steps or time: the fixed point is the same from anywhere',
});
const threshold = needs(
  'messages',
  (messages) => !among(messages, ['sampled', 'trajectory']),
  'of the default kind',
  {
    expected: 'messages threshold',
  },
);

/** Settings of how neurons speak, and for how long. */
const spoken = {
  duration: [],
  messages: [],
  quantum: [threshold],
  relativeQuantum: [threshold],
  anneal: [threshold],
  smallestQuantum: [threshold],
  flush: [threshold],
};

const ordered = needs(
  'schedule',
  (schedule) => !among(schedule, ['synchronous', 'top-down']),
  'synchronous',
  {
    expected: 'schedule asynchronous, the one with a random order',
  },
);

/**
 * Where rules in phases speak, too: a rule of local messages; and where they are gone through in other ways than by steps.
 * What one of them cannot do is refused by its formula.
 */
export const spokenNeeds = {
  ...allNeed(
    spoken,
    needs('rule', (rule) => rule !== 'bp', 'ar', { expected: 'a rule that has it', hint: 'rule ar' }),
  ),
  ...allNeed({ solver: [], schedule: steps, seed: [ordered] }, moves),
};

/** What the settings of a relaxation need: of the rule, and of each other. */
export const relaxationNeeds = allNeed(
  {
    solver: [],
    schedule: steps,
    steps,
    stepSize: steps,
    initial: [fromSomewhere],
    ...spoken,
    band: [],
    seed: [ordered],
  } satisfies Record<keyof Relaxation, readonly Need[]>,
  relaxes,
);

const variant: readonly Need[] = [relaxes];

/** Those that have an effect in no other way: a step size is also how often a duration is looked at. */
export const speechNeeds: Needs = Object.fromEntries(
  (['quantum', 'relativeQuantum', 'anneal', 'smallestQuantum', 'flush', 'seed'] as const).map((name) => [
    name,
    relaxationNeeds[name],
  ]),
);

/** What the choices of a variant need. */
export const variantNeeds = {
  feedback: variant,
  derivative: variant,
  updateDerivative: variant,
  presynaptic: variant,
  plasticity: variant,
  bias: variant,
  inputs: variant,
} satisfies Record<keyof Variant, readonly Need[]>;
