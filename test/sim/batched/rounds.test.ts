import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut } from '../../../src/network/layout.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { ar } from '../../../src/rules/ar.js';
import type { RuleFamily } from '../../../src/rules/family.js';
import { hearingIn } from '../../../src/sim/batched/phases/hearing.js';
import { roundsOf } from '../../../src/sim/batched/phases/rounds.js';
import { schedules } from '../../../src/sim/schedules.js';
import { networks } from '../../agreement/networks.js';
import { ruleWith } from '../../rules/every.js';

const family = ar as unknown as RuleFamily;
const rules = {
  frozen: ruleWith(family, { inputs: 'relaxing' }),
  current: ruleWith(family, { inputs: 'relaxing', derivative: 'current' }),
} as const;
type Slopes = keyof typeof rules;
const shapes = [
  'skip connection',
  'two inputs, two outputs, one of them with children',
  'five hidden layers',
];

function setUp(shape: string, slopes: Slopes) {
  const layout = layOut(parseNetwork(networks[shape]));
  const inputs = layout.inputs.map((input) => ({ ...input, role: 'relaxing' as const, parents: [] }));
  const nodes = [...inputs, ...layout.nodes];
  const movers = nodes.filter(({ role }) => role === 'relaxing');
  const rule = rules[slopes];
  return { nodes, movers, hears: hearingIn(rule, rule.phases[1], layout) };
}

type State = Record<string, number[]>;

/** Some function of all that a unit hears: its children, and with slopes of the moment the children's parents. */
function moved(
  { nodes }: ReturnType<typeof setUp>,
  slopes: Slopes,
  state: State,
  name: string,
  unit: number,
) {
  const node = (wanted: string) => nodes.find((candidate) => candidate.name === wanted)!;
  const heard = node(name).children.flatMap((child) => [
    ...state[child.name],
    ...(slopes === 'current' ? node(child.name).parents.flatMap((parent) => state[parent.name]) : []),
  ]);
  return Math.sin(heard.reduce((sum, x, i) => sum + x * Math.cos(i + unit), 3 * state[name][unit]));
}

const copy = (state: State): State =>
  Object.fromEntries(Object.entries(state).map(([name, values]) => [name, [...values]]));

describe('rounds', () => {
  it('of an asynchronous step leave what one unit after the other leaves', () => {
    const anySlopes = fc.constantFrom<Slopes>('frozen', 'current');
    fc.assert(
      fc.property(fc.constantFrom(...shapes), anySlopes, fc.integer(), (shape, slopes, seed) => {
        const set = setUp(shape, slopes);
        const groups = schedules.asynchronous.steps(set.movers, seed)();
        const start: State = Object.fromEntries(
          set.nodes.map(({ name, size }, k) => [
            name,
            Array.from({ length: size }, (_, i) => Math.sin(7 * k + i)),
          ]),
        );
        const one = copy(start);
        for (const {
          movers: [{ name }],
          unit,
        } of groups)
          one[name][unit!] = moved(set, slopes, one, name, unit!);
        const other = copy(start);
        for (const { movers, units } of roundsOf(groups, set.hears)) {
          const before = copy(other);
          for (const { name } of movers) {
            for (const [unit, chosen] of units!.get(name)!.entries()) {
              if (chosen === 1) other[name][unit] = moved(set, slopes, before, name, unit);
              else expect(chosen).toBe(0);
            }
          }
        }
        expect(other).toEqual(one);
      }),
      { numRuns: 300 },
    );
  });

  // image 6, h1 7, h2 5 units, each node in one piece: frozen, a node's units do not hear each other. With slopes of
  // the moment they do, over their common child.
  it.each([
    ['frozen', 3],
    ['current', 18],
  ] as const)('are as few as the order allows, slopes %s', (slopes, count) => {
    const { movers, hears } = setUp('skip connection', slopes);
    const groups = [...movers]
      .reverse()
      .flatMap((mover) => Array.from({ length: mover.size }, (_, unit) => ({ movers: [mover], unit })));
    expect(roundsOf(groups, hears)).toHaveLength(count);
    // From the inputs up nobody hears anything new.
    expect(roundsOf([...groups].reverse(), hears)).toHaveLength(slopes === 'frozen' ? 1 : count);
  });

  it('of whole layers are their groups', () => {
    const { movers, hears } = setUp('skip connection', 'current');
    const groups = schedules['top-down'].steps(movers, 1)();
    expect(roundsOf(groups, hears)).toEqual(groups.map((group) => ({ movers: group.movers })));
  });
});
