import { refuse } from '../errors.js';
import { type Leaf, leavesOf } from './expression.js';
import { statementsOf } from './names.js';
import type { Rule } from './rule.js';
import { type Traced, trace } from './symbols.js';

/**
 * Messages that read the path that they are said on, as PATH.KEY: in a phase without an order, through states that follow
 * in the same talk, too. Of none it matters who speaks first, and said again they are the same.
 */
export function circularMessages(rule: Rule): readonly string[] {
  const traced = trace(rule);
  const guilty = traced.filter(({ phase, what, expression }) => {
    if (what.kind !== 'say') return false;
    const follow = phase.order ? [] : traced.filter((one) => one.phase === phase && one.part === 'talk');
    return arrivals(expression, follow).has(what.path);
  });
  return [...new Set(guilty.map(({ what }) => (what.kind === 'say' ? `${what.path}.${what.key}` : '')))];
}

/**
 * @throws {InputError} on a rule with a message that reads the path that it is said on, and on a trace that is faster than the
 * steps that it is made in
 */
export function requireLawful(rule: Rule): void {
  refuseFastTraces(rule);
  const [message] = circularMessages(rule);
  if (message === undefined) return;
  refuse({
    where: `rule ${rule.name}`,
    got: `message ${message}, which reads what arrives on its own path`,
    expected: 'one that reads other paths, or what was set before the talk',
    hint: 'two paths, or a phase with an order',
  });
}

function refuseFastTraces({ name, phases }: Rule): void {
  for (const phase of phases) {
    const { stepSize = 1 } = phase;
    for (const statement of statementsOf(phase)) {
      if (statement.kind !== 'adapt' || statement.lowpass === undefined || statement.lowpass >= stepSize)
        continue;
      refuse({
        where: `rule ${name}: lowpass in phase ${phase.name}`,
        got: String(statement.lowpass),
        expected: `a time of at least a step, ${stepSize} tau`,
      });
    }
  }
}

/** Paths whose arrivals an expression reads, itself or through states that follow at once. */
function arrivals(expression: Traced['expression'], follow: readonly Traced[]): ReadonlySet<string> {
  const paths = new Set<string>();
  const states = new Set<string>();
  const visit = (leaf: Leaf): void => {
    if (leaf.kind === 'inlet') paths.add(leaf.path);
    if (leaf.kind === 'gate') paths.add('up');
    if (leaf.kind !== 'state' || states.has(leaf.name)) return;
    states.add(leaf.name);
    for (const { what, expression } of follow) {
      if (what.kind === 'set' && what.state === leaf.name) leavesOf(expression).forEach(visit);
    }
  };
  leavesOf(expression).forEach(visit);
  return paths;
}
