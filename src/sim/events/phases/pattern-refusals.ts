import { refuse } from '../../../errors.js';
import { movingPhases } from '../../../rules/equation.js';
import { gateObstacle } from '../../../rules/gating.js';
import type { SteplessWay } from '../../continuous.js';
import { goesDown } from '../../relays.js';
import type { PhasedRule } from '../../rule.js';
import type { Relaxation } from '../../simulator.js';
import type { PhasedCircuit } from './circuit.js';
import { type Speaking, speechOf } from './refusals.js';

type Named = Pick<PhasedRule, 'name' | 'rule'>;

const where = (what: string, { name }: Named) => `EventSimulator.${what} with rule ${name}`;

/**
 * How the neurons of a circuit speak.
 * @throws {InputError} as `speechOf`, and on a way of speaking that the network's nodes do not have
 */
export function speakingIn(circuit: PhasedCircuit, rule: PhasedRule, relaxation: Relaxation): Speaking {
  const speaking = speechOf(rule, relaxation);
  refusePorts(circuit, rule, speaking.inTime?.way);
  refuseSlowRelays(circuit, rule, speaking);
  return speaking;
}

/**
 * @throws {InputError} where neurons have ports and cannot tell each its own: under a rule whose formulas are not linear in the
 * slopes towards them, and where they say what they will be while these slopes move
 */
export function refusePorts(
  circuit: Pick<PhasedCircuit, 'members' | 'of'>,
  rule: Named,
  way?: SteplessWay,
): void {
  const node = circuit.members.find(({ population }) => population.slopes)?.node;
  if (!node) return;
  const at = where(`nodes.${node.name}`, rule);
  const obstacle = gateObstacle(rule.rule, (meant) =>
    circuit.of(meant).some(({ population }) => population.slopes),
  );
  if (obstacle) refuse({ where: at, ...obstacle, hint: 'nodes whose ports are added' });
  const rising = movingPhases(rule.rule).find((phase) => !goesDown(rule.rule)(phase));
  if (way !== 'trajectory' || !rising) return;
  const expected = `values that move to go down alone: in phase ${rising.name} the slopes of type ${node.spec.type} move with what goes up`;
  refuse({ where: at, got: 'messages trajectory', expected, hint: 'solver euler with steps' });
}

/** @throws {InputError} on time constants of relays, which take none */
function refuseSlowRelays(
  { relays }: Pick<PhasedCircuit, 'relays'>,
  rule: PhasedRule,
  { inTime }: Speaking,
): void {
  const slow = relays.find(({ population }) => population.cells?.cells.some(({ tau }) => tau !== 1));
  if (inTime?.way === 'equilibrium' || !slow) return;
  refuse({
    where: where(`cells.${slow.population.name}.tau`, rule),
    got: 'a time constant of a relay',
    expected: 'none: it takes no time',
    hint: 'relaxes true',
  });
}
