import { refuse } from '../../../../errors.js';
import { randomStream } from '../../../../math/random.js';
import { lastingObstacle } from '../../../../rules/lasting.js';
import type { Initial } from '../../../initial.js';
import type { Rule } from '../../../rule.js';
import { checkTime } from '../checks.js';
import { Oscillating } from '../lasting/oscillating.js';
import { startLasting } from '../lasting/start.js';
import type { LiveOptions } from '../options.js';
import { phasesOf } from '../phases-of.js';
import type { Way } from '../way.js';

/** Options of an oscillation; times in tau. */
export interface OscillationOptions {
  /** 20 if not given. */
  readonly period?: number;
  /** How much of the period is for answering what comes from below; the rest is for relaxing; 4 if not given. */
  readonly forward?: number;
  /** When the first cycle of the first node begins; 0 if not given. */
  readonly first?: number;
  /** How much later the cycle of each node begins than that of the node before it; 0 if not given. */
  readonly offset?: number;
  /** Periods of neurons scatter evenly by up to this share of `period` about it: they do not keep together; 0 if not given. */
  readonly jitter?: number;
  /** Where a relaxation begins; zero if not given. From zero nothing is taught where there is no target. */
  readonly initial?: Initial;
}

const name = 'oscillation';

/** Every neuron has a rhythm of its own: it answers in one part of it, relaxes in the other, learns at its end. */
export const oscillation: Way<Required<OscillationOptions>> = {
  name,
  summary: 'each neuron answers in one part of a rhythm of its own, and relaxes in the other',
  filled({ oscillation: given = {} }) {
    return { period: 20, forward: 4, first: 0, offset: 0, jitter: 0, initial: 'zero', ...given };
  },
  obstacle: lastingObstacle,
  start(setting, options) {
    const { layout, seed } = setting;
    const filled = this.filled(options);
    check(filled);
    refuseInitial(setting.rule, options);
    const { period, forward, first, offset, jitter, initial } = filled;
    const place = new Map(layout.nodes.map((node, i) => [node.name, i]));
    return startLasting(setting, phasesOf(setting.rule, initial), {
      anew: true,
      neurons: (around, parts) => {
        const { name, size } = parts.member.population;
        const begins = first + offset * place.get(name)!;
        const rhythms = Array.from({ length: size }, (_, unit) => {
          const scatter = 2 * randomStream(seed, `rhythm/${name}[${unit}]`).uniform() - 1;
          return { first: begins, period: period * (1 + jitter * scatter), forward };
        });
        return new Oscillating(around, parts, rhythms);
      },
    });
  },
};

/** @throws {InputError} where it would change nothing */
function refuseInitial({ kind, name: rule }: Rule, { oscillation: { initial } = {} }: LiveOptions): void {
  if (kind !== 'phases' || initial === undefined) return;
  const expected = 'none: the rule says where states begin';
  refuse({ where: `${name}.initial`, got: `it with rule ${rule}`, expected });
}

function check({ period, forward, first, offset, jitter }: Required<OscillationOptions>): void {
  checkTime(`${name}.period`, period, 0, true);
  checkTime(`${name}.forward`, forward, 0, true);
  for (const [key, value] of Object.entries({ first, offset, jitter })) checkTime(`${name}.${key}`, value, 0);
  const shortest = period * (1 - jitter);
  if (forward < shortest) return;
  refuse({
    where: `${name}.forward`,
    got: `${forward}`,
    expected: `less than the shortest period, ${shortest}`,
  });
}
