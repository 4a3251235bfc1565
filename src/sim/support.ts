import { refuse } from '../errors.js';
import { defaultsOf } from '../rules/family.js';
import type { Obstacle } from '../rules/obstacle.js';
import { clockObstacle } from './clocked.js';
import { choiceFor, choiceWithout, obstacleOf } from './continuous.js';
import type { PhasedRule } from './rule.js';
import { familyOf } from './rule-options.js';
import { type RuleName, rules } from './rules.js';

/** Commands that run rules. */
export const commandNames = ['train', 'relax', 'simulate', 'stream', 'agree', 'audit'] as const;

/** How neurons of the event engine speak. */
export const speechNames = ['sampled', 'threshold', 'trajectory'] as const;

/** A rule on an engine, by a command, in a way of speaking; none where nothing is asked for. */
export interface Use {
  readonly rule: RuleName;
  readonly engine: 'batched' | 'events';
  readonly command: (typeof commandNames)[number];
  readonly messages?: (typeof speechNames)[number] | undefined;
}

/** Why something is refused, as an error says it. */
export interface Refusal {
  readonly got: string;
  readonly expected: string;
  readonly hint?: string;
}

interface Row extends Omit<Refusal, 'got'> {
  readonly refuses: (use: Use) => boolean;
  readonly got: (use: Use) => string;
  /** A hint of its own for each use. */
  readonly hintOf?: (use: Use) => string | undefined;
}

const kindOf = ({ rule }: Use) => rules[rule].kind;
const onEngine = ({ rule, engine }: Use) => `${rule} with engine ${engine}`;

/** What keeps a rule in phases, as it is by default, from telling where its neurons will be. */
function obstacleOfUse({ rule }: Use): Obstacle | undefined {
  const family = familyOf(rule);
  return family && obstacleOf(family.of(defaultsOf(family.options)), 'trajectory');
}

/** What keeps it from living with stimuli that come by themselves. */
function clockObstacleOfUse({ rule }: Use): Obstacle | undefined {
  const family = familyOf(rule);
  return family && clockObstacle(family.of(defaultsOf(family.options)));
}

const local = () =>
  Object.entries(rules).flatMap(([name, { kind }]) => (kind === 'backpropagation' ? [] : [name]));

/** Every refusal of a use; the first that applies is said. A rule or command that learns to do more loses a line here. */
const table: readonly Row[] = [
  {
    refuses: (use) => use.command === 'stream' && clockObstacleOfUse(use) !== undefined,
    got: (use) => `${use.rule} with command stream: ${clockObstacleOfUse(use)!.got}`,
    expected: 'phases that messages lead, or that move by linear formulas, values travelling one way',
    hintOf: ({ rule }) => choiceFor(familyOf(rule)!, (one) => !clockObstacle(one)) ?? 'rule ar',
  },
  {
    refuses: (use) =>
      !(
        ['train', 'audit'].includes(use.command) ||
        (['relax', 'agree', 'simulate', 'stream'].includes(use.command) && kindOf(use) === 'phases')
      ) && use.rule !== 'ar',
    got: ({ command, rule }) => `${rule} with command ${command}`,
    expected: 'rule ar, or of train, relax, simulate, stream and agree a rule in phases',
    hint: 'rule ar',
  },
  {
    refuses: ({ command, engine }) => ['simulate', 'stream'].includes(command) && engine === 'batched',
    got: ({ command, engine }) => `${command} with engine ${engine}`,
    expected: 'engine events, on which this command runs',
  },
  {
    refuses: (use) => use.engine === 'events' && kindOf(use) === 'backpropagation',
    got: onEngine,
    get expected() {
      return `a rule of local messages: ${local().join(', ')}`;
    },
    hint: 'engine batched',
  },
  {
    refuses: ({ engine, messages }) => engine === 'batched' && messages !== undefined,
    got: ({ messages }) => `messages ${messages}`,
    expected: 'none: only the event engine has messages',
    hint: 'engine events',
  },
  {
    refuses: (use) => use.messages === 'trajectory' && obstacleOfUse(use) !== undefined,
    got: (use) => `messages trajectory with rule ${use.rule}: ${obstacleOfUse(use)!.got}`,
    expected: 'phases that move by linear formulas, values travelling one way',
    hintOf: ({ rule }) => choiceWithout(familyOf(rule)!, 'trajectory'),
  },
  {
    refuses: (use) => use.command === 'audit' && kindOf(use) === 'phases' && use.messages !== undefined,
    got: ({ rule, messages }) => `messages ${messages} with rule ${rule}`,
    expected: 'none: what it says at its steps is watched',
  },
  {
    refuses: ({ command, messages }) => command === 'agree' && messages !== undefined,
    got: ({ messages }) => `messages ${messages}`,
    expected: 'none: it compares what both engines run, steps and durations',
  },
  {
    refuses: ({ command, messages }) => command === 'stream' && messages !== undefined,
    got: ({ messages }) => `messages ${messages}`,
    expected: 'none: each way of living with stimuli has one',
    hint: '--way',
  },
];

/** Why a use is refused; nothing, if it is not. */
export function refusalOf(use: Use): Refusal | undefined {
  const row = table.find(({ refuses }) => refuses(use));
  if (!row) return undefined;
  const { got, expected, hint = row.hintOf?.(use) } = row;
  return { got: got(use), expected, ...(hint && { hint }) };
}

/** @throws {InputError} on a use that is refused */
export function requireSupport(where: string, use: Use): void {
  const refusal = refusalOf(use);
  if (refusal) refuse({ where, ...refusal });
}

/** @throws {InputError} on a rule that keeps states of samples, where nobody keeps them */
export function refuseKept(where: string, { name, rule }: PhasedRule): void {
  if (!rule.keeps) return;
  const expected = 'one that keeps no states of samples: only train has them';
  refuse({ where, got: name, expected, hint: 'initial zero' });
}
