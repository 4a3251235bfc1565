import { type Lasting, lastingOf } from '../../../../rules/lasting.js';
import type { Rule } from '../../../../rules/rule.js';
import { toldOf } from '../../../told.js';
import { PhasedNetwork } from '../phased-network.js';
import type { Setting } from '../way.js';
import { type LastingKind, LastingRegime } from './regime.js';

/** A network whose neurons live by a rule, one that they can live by. @throws {InputError} on weights of its own that are missing */
export function startLasting(setting: Setting, rule: Rule, kind: LastingKind): LastingRegime {
  const network = new PhasedNetwork(setting, rule);
  const { circuit } = network;
  const [sweep, relax] = circuit.script;
  const signals = { stepSize: relax.phase.stepSize ?? 1, step: 0, ...toldOf({ seed: setting.seed }) };
  const lasting = lastingOf(rule) as Lasting;
  const script = { lasting, sweep, moving: circuit.moving(relax)!, signals };
  return new LastingRegime(setting, network, script, kind);
}
