import { refuse } from '../../../errors.js';
import { gateObstacle } from '../../../rules/gating.js';
import type { PhasedRule } from '../../rule.js';
import type { Relaxation } from '../../simulator.js';
import type { PhasedCircuit } from './circuit.js';
import { type Speaking, speechOf } from './refusals.js';

const where = (what: string, { name }: PhasedRule) => `EventSimulator.${what} with rule ${name}`;

/**
 * How the neurons of a circuit speak.
 * @throws {InputError} as `speechOf`, and on a way of speaking that the network's nodes do not have
 */
export function speakingIn(circuit: PhasedCircuit, rule: PhasedRule, relaxation: Relaxation): Speaking {
  const speaking = speechOf(rule, relaxation);
  refusePorts(circuit, rule, speaking);
  refuseRelays(circuit, rule, speaking);
  refuseOwnTimes(circuit, rule, speaking);
  return speaking;
}

/**
 * @throws {InputError} where neurons have ports and cannot tell each its own: under a rule whose formulas are not linear in the
 * slopes towards them, and where they say what they will be
 */
export function refusePorts(
  circuit: Pick<PhasedCircuit, 'members' | 'of'>,
  rule: PhasedRule,
  speaking?: Speaking,
): void {
  const node = circuit.members.find(({ population }) => population.slopes)?.node;
  if (!node) return;
  const at = where(`nodes.${node.name}`, rule);
  const obstacle = gateObstacle(rule.rule, (meant) =>
    circuit.of(meant).some(({ population }) => population.slopes),
  );
  if (obstacle) refuse({ where: at, ...obstacle, hint: 'nodes whose ports are added' });
  if (speaking?.inTime?.way !== 'trajectory') return;
  const expected = `nodes whose ports are added: type ${node.spec.type} has another slope towards each`;
  refuse({ where: at, got: 'messages trajectory', expected, hint: 'messages threshold' });
}

/** @throws {InputError} on delays and wires of each synapse of a list, where neurons say where they will be */
function refuseOwnTimes(
  { projections }: Pick<PhasedCircuit, 'projections'>,
  rule: PhasedRule,
  { inTime }: Speaking,
): void {
  if (inTime?.way !== 'trajectory') return;
  const odd = projections.find(({ pattern, rough, lag }) => pattern && (rough || typeof lag !== 'number'));
  if (!odd) return;
  const expected = 'values, or delays of all synapses of a node together: these are not from all to all';
  const got = odd.rough ? 'wires that are not perfect' : 'a delay for each synapse';
  refuse({ where: where(`nodes.${odd.to.name}`, rule), got, expected, hint: 'messages threshold' });
}

/** @throws {InputError} on relays where neurons say where they will be, and on time constants of those that take none */
function refuseRelays(
  { relays }: Pick<PhasedCircuit, 'relays'>,
  rule: PhasedRule,
  { inTime }: Speaking,
): void {
  if (inTime?.way === 'equilibrium') return;
  const slow = relays.find(({ population }) => population.cells?.cells.some(({ tau }) => tau !== 1));
  if (slow) {
    const at = where(`cells.${slow.population.name}.tau`, rule);
    refuse({
      where: at,
      got: 'a time constant of a relay',
      expected: 'none: it takes no time',
      hint: 'relaxes true',
    });
  }
  if (!inTime || inTime.way === 'threshold' || relays.length === 0) return;
  refuse({
    where: where(`nodes.${relays[0].population.name}.relaxes`, rule),
    got: 'false, as of nodes that learn nothing, with messages trajectory',
    expected: 'true: who says where he will be takes time',
    hint: 'messages threshold, or solver equilibrium',
  });
}
