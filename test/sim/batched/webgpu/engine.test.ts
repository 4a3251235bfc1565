import { expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ep } from '../../../../src/rules/ep.js';
import { pc } from '../../../../src/rules/pc.js';
import { AwaitedBatchedSimulator } from '../../../../src/sim/batched/awaited.js';
import { startBackend } from '../../../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { tfjs } from '../../../../src/sim/batched/tfjs.js';
import { createSimulator } from '../../../../src/sim/create.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { Rule } from '../../../../src/sim/rule.js';
import { rules } from '../../../../src/sim/rules.js';
import type {
  AnySimulator,
  Batch,
  LearningRates,
  Presentation,
  Relaxed,
} from '../../../../src/sim/simulator.js';
import { optimiser } from '../../../../src/synapses/optimiser.js';
import { adam } from '../../../../src/synapses/optimisers/adam.js';
import { randomBatch } from '../../../agreement/problems.js';
import { refusal } from '../../../network/refusals.js';
import { deviation } from '../../../reference/index.js';
import { onWebgpu } from '../../../webgpu.js';
import { numbersOf } from '../problem.js';

const layer = (units: number, activation: string) => ({ type: 'dense', units, activation });
const network = parseNetwork({
  input: [6],
  layers: [layer(5, 'tanh'), layer(4, 'relu'), layer(4, 'sigmoid'), layer(3, 'linear')],
  loss: 'cross-entropy',
});
const initial = initialParameters(network, 3);
const batches = Array.from({ length: 6 }, (_, k) => randomBatch(network, 4, 50 + k));
const [batch] = batches;
const steps = relaxationOf({ solver: 'euler', steps: 4, stepSize: 0.4 });
const taught: Readonly<Record<string, Rule>> = {
  ar: rules.ar,
  bp: rules.bp,
  pc: phased(pc, { steps: 3 }),
  ep: phased(ep, { freeSteps: 3, nudgedSteps: 2 }),
};
const close = 5e-6;
const rates: Readonly<Record<string, LearningRates>> = {
  sgd: { learningRate: 0.05 },
  adam: { learningRate: 0.01, optimiser: optimiser(adam, { epsilon: 1e-4 }) },
};

/** Does something with a simulator on a backend, and looks whether it leaves anything there. */
async function on<R>(backend: string, work: (simulator: AnySimulator) => Promise<R>): Promise<R> {
  await startBackend(backend);
  const live = tfjs.live();
  const { simulator } = await createSimulator('batched', network, initial, { backend });
  const result = await work(simulator);
  simulator.dispose();
  expect(tfjs.live()).toBe(live);
  return result;
}

/** Trains. @returns losses, and the parameters after it */
async function trained(simulator: AnySimulator, some: readonly Batch[], rates: LearningRates, rule: Rule) {
  const losses: number[] = [];
  for (const one of some)
    losses.push((await simulator.train(one, { rule, relaxation: steps, ...rates })).loss);
  return { losses, ...numbersOf(await simulator.parameters()) };
}

const answersOf = async (simulator: AnySimulator, presentation: Presentation) =>
  [
    await simulator.relax(batch, { ...presentation, record: true }),
    await simulator.predict(batch.inputs, presentation.rule),
  ] as const;

/** The largest difference of two relaxations, in all that they tell. */
function apart(one: Relaxed, other: Relaxed): number {
  const sets = ({ forward, activity, gradient, states = {} }: Relaxed) => [
    forward,
    activity,
    gradient,
    states,
  ];
  const frames = ({ course }: Relaxed) => course;
  const ends = ({ loss, phases = [] }: Relaxed) => ({
    told: [loss, ...phases.flatMap(({ energy = 0, velocity = 0 }) => [energy, velocity])],
  });
  const pairs = [sets, frames].flatMap((of) => of(one).map((set, i) => [set, of(other)[i]] as const));
  return Math.max(
    ...pairs.map(([a, b]) => deviation(numbersOf(a), numbersOf(b), 1)),
    deviation(ends(one), ends(other), 1),
  );
}

onWebgpu('the batched engine on webgpu', () => {
  it.each(Object.entries(taught))('relaxes and answers as cpu does: %s', async (_, rule) => {
    const answers = (simulator: AnySimulator) => answersOf(simulator, { rule, relaxation: steps });
    const [want, wanted] = await on('cpu', answers);
    const [got, answered] = await on('webgpu', answers);
    expect(want.loss).toBeGreaterThan(0);
    expect(got.course).toHaveLength(want.course.length);
    expect(got.phases?.length).toBe(want.phases?.length);
    expect(apart(got, want)).toBeLessThan(close);
    expect(deviation(numbersOf(answered), numbersOf(wanted), 1)).toBeLessThan(close);
  });

  it.each(['closed-form', 'equilibrium'] as const)('relaxes as cpu does: ar, %s', async (solver) => {
    const relaxation = relaxationOf({ solver, steps: 6, stepSize: 0.4 });
    const answers = (simulator: AnySimulator) => answersOf(simulator, { rule: rules.ar, relaxation });
    const [want] = await on('cpu', answers);
    const [got] = await on('webgpu', answers);
    expect(apart(got, want)).toBeLessThan(close);
  });

  it.each(Object.keys(taught).flatMap((rule) => Object.keys(rates).map((rate) => [rule, rate] as const)))(
    'trains as cpu does: %s with %s',
    async (rule, rate) => {
      const train = (simulator: AnySimulator) =>
        trained(simulator, batches.slice(0, 3), rates[rate], taught[rule]);
      expect(deviation(await on('webgpu', train), await on('cpu', train), 1)).toBeLessThan(close);
    },
  );

  it('what goes on from what was saved goes on to the same bits', async () => {
    const [rule, adam] = [rules.ar, rates.adam];
    const whole = await on('webgpu', (simulator) => trained(simulator, batches, adam, rule));
    const saved = await on('webgpu', async (simulator) => {
      await trained(simulator, batches.slice(0, 3), adam, rule);
      return [await simulator.parameters(), await simulator.optimiserState()] as const;
    });
    const resumed = await on('webgpu', (simulator) => {
      simulator.setParameters(saved[0]);
      simulator.setOptimiserState(saved[1]);
      return trained(simulator, batches.slice(3), adam, rule);
    });
    expect(resumed).toEqual({ ...whole, losses: whole.losses.slice(3) });
  });

  it('disposed of while it answers, it frees all of it; another goes on', async () => {
    await on('webgpu', async (simulator) => {
      const { simulator: other } = await createSimulator('batched', network, initial, { backend: 'webgpu' });
      const answer = trained(simulator, [batch], rates.adam, rules.ar);
      const going = trained(other, [batch], rates.adam, rules.ar);
      simulator.dispose();
      await expect(answer).rejects.toThrow(/disposed of meanwhile/);
      expect((await going).losses[0]).toBeGreaterThan(0);
      other.dispose();
    });
  });

  it('the form that answers now is refused, and the one that is awaited is made', async () => {
    await on('webgpu', async (simulator) => expect(simulator).toBeInstanceOf(AwaitedBatchedSimulator));
    expect(refusal(() => new BatchedSimulator(network, initial, tfjs))).toContain('read later');
  });
});
