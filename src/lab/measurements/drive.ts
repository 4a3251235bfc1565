import type { Layout } from '../../network/layout.js';
import type { Formula } from '../../rules/rule.js';
import type { Unit } from '../../sim/batched/phases/medium.js';
import { Presentation } from '../../sim/batched/phases/presentation.js';
import { perform } from '../../sim/batched/phases/statements.js';
import type { ByName } from '../../sim/batched/projections.js';
import { isMeant } from '../../sim/roles.js';
import type { RelaxationRule } from '../../sim/rule.js';
import { toldOf } from '../../sim/told.js';
import { float64 } from './float64.js';
import type { Matrix } from './matrix.js';

/** A batch that relaxes under a rule. */
export interface Relaxing {
  readonly layout: Layout;
  readonly rule: RelaxationRule;
  readonly parameters: Readonly<ByName<Matrix>>;
  readonly inputs: Readonly<ByName<Matrix>>;
  readonly targets: Readonly<ByName<Matrix>>;
}

/** F of a relaxation dx/dt = -x + F(x), of every node that moves. */
export interface Drive {
  readonly movers: readonly Pick<Unit, 'name' | 'size'>[];
  /** @param activity of all nodes, those that stand still too, [batch, units] */
  at(activity: Readonly<ByName<Matrix>>): ByName<Matrix>;
}

/** What drives the nodes of a batch, in float64. */
export function driveOf({ layout, rule, parameters, inputs, targets }: Relaxing): Drive {
  const phases = rule.inPhases({ steps: 0, stepSize: 1, initial: 'forward' }).rule;
  const presentation = new Presentation<Matrix>({
    ...{ m: float64, layout, rule: phases, parameters, inputs, targets },
    course: { solver: 'euler', schedule: 'synchronous' },
    batch: Object.values(inputs)[0].rows,
    rates: { learningRate: 0, scale: 1 },
    told: toldOf({}),
  });
  presentation.play();
  const { stage } = presentation;
  const phase = phases.phases[phases.phases.length - 1];
  const rates = new Map<Unit, Formula>();
  for (const one of phase.moves ?? []) {
    if (one.kind !== 'move') continue;
    for (const unit of stage.units) if (isMeant(one, unit)) rates.set(unit, one.values.x!);
  }
  const put = (name: string, x: Matrix | number) => stage.neurons.get(name)!.put('x', x);
  const at = (activity: Readonly<ByName<Matrix>>): ByName<Matrix> => {
    const drive: ByName<Matrix> = {};
    stage.within(() => {
      for (const [name, x] of Object.entries(activity)) put(name, x);
      perform(stage, stage.units, presentation.atRest, phase.talk);
      for (const [{ name }, rate] of rates) {
        // dx/dt where x is 0, once everybody has heard where it is.
        put(name, 0);
        drive[name] = presentation.evaluate(stage.neurons.get(name)!, rate);
      }
    });
    return drive;
  };
  return { movers: stage.units.filter((unit) => rates.has(unit)), at };
}
