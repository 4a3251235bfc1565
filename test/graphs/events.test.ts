import { describe, expect, it } from 'vitest';
import { layOut } from '../../src/network/layout.js';
import { nodeTypes } from '../../src/network/nodes.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { rules } from '../../src/sim/rules.js';
import { deviation } from '../reference/index.js';
import { numbersOf } from '../sim/batched/problem.js';
import { graphs } from './networks.js';
import { fineDifferences, graphProblem, spread } from './problem.js';

const problems = Object.entries(graphs).map(([name, given]) => [name, graphProblem(given, 3, 1)] as const);

// What is 0 by symmetry (the bias of attention's keys) has no size of its own.
const floor = 0.05;
/** Numbers of each parameter that are tried. */
const most = 4;

describe('neurons and synapses as actors', () => {
  it.each(problems)('give the gradient of differences to 1e-10: %s', (_, problem) => {
    const { network, parameters, batch } = problem;
    const wanted = fineDifferences(problem, most);
    for (const grain of ['arbor', 'synapse'] as const) {
      const simulator = new EventSimulator(network, parameters, { grain });
      const relaxation = relaxationOf({ solver: 'equilibrium' });
      const { gradient } = simulator.relax(batch, { rule: rules.ar, relaxation });
      const some = Object.entries(numbersOf(gradient)).map(([name, all]) => [
        name,
        spread(all.length, most).map((k) => all[k]),
      ]);
      expect(deviation(Object.fromEntries(some), wanted, floor), grain).toBeLessThan(1e-10);
    }
  });

  it('are tried at nodes of every type', () => {
    const tried = problems.flatMap(([, { network }]) => layOut(network).nodes.map(({ spec }) => spec.type));
    for (const name of Object.keys(nodeTypes)) expect(tried).toContain(name);
  });
});
