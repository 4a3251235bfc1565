import { describe, expect, it } from 'vitest';
import { dfa } from '../../../../src/rules/dfa.js';
import { ep } from '../../../../src/rules/ep.js';
import { pc } from '../../../../src/rules/pc.js';
import { startBackend } from '../../../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { tfjs } from '../../../../src/sim/batched/tfjs.js';
import { phased } from '../../../../src/sim/phased.js';
import { paperRelaxation as relaxation } from '../../../../src/sim/relaxation.js';
import { tried } from '../../../backends.js';
import { tangle } from '../../../reference/index.js';
import { exact, given, shown } from './exact.js';

const network = tangle('tanh', 'mse');
const course = (rule: Parameters<typeof shown>[1], record: boolean | readonly number[]) => {
  const { problem } = given(network, rule);
  const simulator = new BatchedSimulator(problem.network, problem.parameters, exact);
  return simulator.relax(problem.batch, { rule, relaxation, record }).course;
};
const nudging = phased(ep, { freeSteps: 3, nudgedSteps: 2 });

describe('the course of a rule in phases', () => {
  it('has every step of every phase that has steps, counted through all of them, and those that are named', () => {
    expect(course(phased(pc, { steps: 4 }), true)).toHaveLength(5);
    const all = course(nudging, true);
    expect(all).toHaveLength(1 + 3 + 2);
    expect(course(nudging, [0, 3, 4])).toEqual([all[0], all[3], all[4]]);
    expect(course(nudging, false)).toEqual([]);
  });

  it('is empty where nothing takes steps', () => {
    expect(course(phased(dfa), true)).toEqual([]);
  });

  it('leaves no tensor behind', async () => {
    await startBackend(tried);
    const { problem } = given(network, nudging);
    const before = tfjs.live();
    expect(shown(problem, nudging, tfjs).course).toHaveLength(6);
    expect(tfjs.live()).toBe(before);
  });
});
