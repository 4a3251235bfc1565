import { Command } from 'commander';
import { afterEach, expect, it, vi } from 'vitest';
import { auditCommand } from '../../src/cli/commands/audit.js';
import { rulesCommand } from '../../src/cli/commands/rules.js';
import { ruleOptions } from '../../src/cli/rule-options.js';
import { auditRule } from '../../src/lab/audit/index.js';
import { configurationOf, configuredRule } from '../../src/lab/configuration.js';
import { initialParameters } from '../../src/network/parameters.js';
import { families } from '../../src/rules/families.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { pathwayOf } from '../../src/sim/pathway.js';
import { phased } from '../../src/sim/phased.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { addRule, rules } from '../../src/sim/rules.js';
import { supportRows } from '../../src/sim/support-rows.js';
import { chain, example, tangle } from '../reference/index.js';
import { exact } from '../sim/batched/phases/exact.js';
import { problemOf } from '../sim/batched/problem.js';
import { outside } from './outside-rule.js';

const relaxation = relaxationOf({ solver: 'euler' });
const networks = {
  'a chain': problemOf(example(chain('tanh', 'mse'))),
  'a graph': problemOf(example(tangle('sigmoid', 'cross-entropy'))),
};

let remove = () => {};
afterEach(() => remove());

/** What a command prints. */
async function printed(command: Command, ...args: string[]): Promise<string> {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await command.parseAsync(args, { from: 'user' });
    return write.mock.calls.map(([text]) => String(text)).join('');
  } finally {
    write.mockRestore();
  }
}

/** The largest difference of two sets of tensors, by name; of those that one has and the other has not, infinite. */
function apart(
  a: Readonly<Record<string, { readonly data: ArrayLike<number> }>>,
  b: Readonly<Record<string, { readonly data: ArrayLike<number> }>>,
): number {
  expect(Object.keys(a).sort()).toEqual(Object.keys(b).sort());
  const differences = Object.entries(a).flatMap(([name, { data }]) =>
    Array.from(data, (x, i) => Math.abs(x - b[name].data[i])),
  );
  return Math.max(...differences);
}

it.each(Object.entries(networks))(
  'a rule from outside the list agrees on both engines, every state at every step: %s',
  (_, { network, batch }) => {
    remove = addRule('outside', outside);
    const { rule } = { rule: phased(outside) };
    const parameters = initialParameters(network, 3, pathwayOf(rule));
    expect(
      Object.keys(parameters).filter((name) => /\.(direct|feedback)$/.test(name)).length,
    ).toBeGreaterThan(1);
    const [batched, ...others] = [
      new BatchedSimulator(network, parameters, exact),
      new EventSimulator(network, parameters, { grain: 'arbor' }),
      new EventSimulator(network, parameters, { grain: 'synapse' }),
    ];
    const wanted = batched.relax(batch, { rule, relaxation, record: true });
    expect(wanted.course).toHaveLength(7);
    for (const engine of others) {
      const got = engine.relax(batch, { rule, relaxation, record: true });
      for (const [step, activities] of got.course.entries())
        expect(apart(activities, wanted.course[step]), `step ${step}`).toBeLessThan(1e-12);
      expect(apart(got.gradient, wanted.gradient)).toBeLessThan(1e-12);
      const rates = { learningRate: 0.1, feedbackLearningRate: 0.05 };
      engine.train(batch, { rule, relaxation, ...rates });
    }
    batched.train(batch, { rule, relaxation, learningRate: 0.1, feedbackLearningRate: 0.05 });
    for (const engine of others) expect(apart(engine.parameters(), batched.parameters())).toBeLessThan(1e-12);
  },
);

it('is found wherever rules are listed, until it is taken out again', async () => {
  expect(await printed(rulesCommand())).not.toContain('outside');
  remove = addRule('outside', outside);
  expect(await printed(rulesCommand())).toContain('outside: two states that relax');
  expect(supportRows().filter(({ rule }) => String(rule) === 'outside').length).toBeGreaterThan(10);
  const configuration = configurationOf({ rule: 'outside', ruleOptions: { pull: 0.25 } });
  expect(configuredRule(configuration).name).toBe('outside, pull 0.25');
  const help = ruleOptions(new Command('train')).helpInformation();
  expect(help).toContain('--pull <x>');
  expect(() => configurationOf({ rule: 'outsid' })).toThrow(/one of .*fa, outside\. Try "outside"\./);
  remove();
  expect(() => configurationOf({ rule: 'outside' })).toThrow(/expected one of (?!.*outside)/);
  expect(Object.keys(rules)).not.toContain('outside');
  expect(Object.keys(families)).not.toContain('outside');
});

it('is audited: what it needs that is not local now follows from its equations', async () => {
  remove = addRule('outside', outside);
  const { readings, findings } = auditRule(phased(outside));
  // Its messages were watched, and held to that.
  expect(findings).toEqual([]);
  const needs = readings.map(({ update, reads, level }) => `L${level} ${update}: ${reads}`);
  const learned = ['weight', 'errors weight', 'down weight'];
  expect(needs.sort()).toEqual(
    [
      'L1 errors.error: rate',
      'L1 errors.error: slope',
      'L1 down.x: slope',
      'L1 weight: heard up.rate',
      'L1 weight: slope',
      'L1 errors weight: rate',
      'L1 down weight: rate',
      'L2 every statement: phase',
      'L2 felt: tick',
      'L2 x: tick',
      ...learned.map((weight) => `L2 ${weight}: learn`),
    ].sort(),
  );
  expect(await printed(auditCommand(), '--rule', 'outside')).toContain('outside: L2');
});

it('what is no rule, or has a name that is taken, stays out', () => {
  const add = (name: string, entry: unknown) => () => addRule(name, entry as typeof outside);
  expect(add('pc', { ...outside, name: 'pc' })).toThrow(
    /^rules: got the name "pc", expected one that is not taken/,
  );
  expect(add('ar', { ...outside, name: 'ar' })).toThrow(
    /^rules: got the name "ar", expected one that is not taken/,
  );
  expect(add('all', { ...outside, name: 'all' })).toThrow(/^rules: got the name "all"/);
  expect(add('other', outside)).toThrow(/^rules\.other\.name: got "outside", expected "other"/);
  expect(add('outside', { ...outside, of: undefined })).toThrow(
    /^rules\.outside\.of: got nothing, expected a function/,
  );
  const circular = {
    ...outside,
    of: () => {
      const rule = outside.of({ steps: 1, pull: 0 });
      const [first, relax] = rule.phases;
      const [, down] = relax.talk;
      const talk = [{ ...down, values: { x: (_: unknown, n: { apical: { x: number } }) => n.apical.x } }];
      return { ...rule, phases: [first, { ...relax, talk }] };
    },
  };
  expect(add('outside', circular)).toThrow(/^rule outside: got /);
  expect(Object.keys(families)).not.toContain('outside');
  expect(Object.keys(rules)).not.toContain('outside');
});
