import { describe, expect, it } from 'vitest';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { rules } from '../../src/sim/rules.js';
import { type ScheduleName, schedules } from '../../src/sim/schedules.js';
import { deviation, relax, relaxVariant } from '../reference/index.js';
import { networks } from './networks.js';
import { referenceOptions } from './orders.js';
import { asRows, asSet, forReference, randomBatch } from './problems.js';

const tiny = 1e-300;
const shapes = Object.entries(networks);
const orders = Object.keys(schedules) as ScheduleName[];

describe.each(orders)('events against the reference, %s', (schedule) => {
  it.each(shapes)('%s', (_, description) => {
    const network = parseNetwork(description);
    const parameters = initialParameters(network, 3);
    const batch = randomBatch(network, 3, 5);
    const relaxation = relaxationOf({ schedule, steps: 40, stepSize: 0.3 });
    const simulator = new EventSimulator(network, parameters);
    const got = simulator.relax(batch, { rule: rules.ar, relaxation, record: true });
    const problem = [description, asSet(parameters), forReference(batch)] as const;
    const want =
      schedule === 'asynchronous'
        ? relaxVariant(...problem, { ...referenceOptions(description, relaxation), learningRate: 1 })
        : relax(...problem, { schedule, steps: 40, stepSize: 0.3, record: true });
    expect(got.course).toHaveLength(41);
    for (const [step, activities] of got.course.entries()) {
      for (const [node, values] of Object.entries(activities)) {
        expect(
          deviation({ node: asRows(values) }, { node: want.course[node][step] }, tiny),
          `${node} after ${step}`,
        ).toBeLessThan(1e-12);
      }
    }
    for (const [name, { data }] of Object.entries(got.gradient)) {
      expect(deviation({ name: data }, { name: want.gradient[name] }, tiny), name).toBeLessThan(1e-12);
    }
    expect(Math.abs(got.loss - want.loss) / want.loss).toBeLessThan(1e-12);
  });
});
