import { choose, refuse } from '../../errors.js';
import type { Energy } from '../../messages/energy.js';
import { checkWires } from '../../messages/wires.js';
import type { Network } from '../../network/network.js';
import { checkParameters, type Parameters } from '../../network/parameters.js';
import { readValue } from '../../schema.js';
import { type GrainName, grains } from '../../synapses/grains.js';
import { checkInputs } from '../batch.js';
import { checkOptimiser, checkOptimiserState, refuseClipNorm } from '../optimising.js';
import type { PhasedRule, Rule } from '../rule.js';
import type {
  Activities,
  Answering,
  Batch,
  LearningRates,
  OptimiserState,
  Presentation,
  Relaxed,
  RelaxPresentation,
  Simulator,
  Trained,
} from '../simulator.js';
import { checkCells } from './build/cells.js';
import { checkDelays } from './build/delays.js';
import { checkPresentation } from './checks.js';
import { Optimising } from './optimising.js';
import type { EventOptions } from './options.js';
import type { PhasedCircuit } from './phases/circuit.js';
import { PhasedEngine } from './phases/engine.js';
import { PhasedMedium } from './phases/medium.js';
import { occupied } from './phases/occupied.js';
import { beginPhases, type Presented, resumePhases } from './phases/under-way.js';
import { answeringOf, type Played } from './played.js';
import { runningParts } from './save/read-running.js';
import type { Running, RunningState } from './save/running.js';
import { Watchable } from './watchable.js';

/**
 * The event engine: every neuron and every synapse is an actor, one sample is presented at a time, float64.
 * Gradients add up in the synapses over the samples of a batch.
 */
export class EventSimulator extends Watchable implements Simulator {
  readonly engine = 'events';
  private readonly optimising = new Optimising({
    read: () => this.phases.traces(),
    put: (traces) => this.phases.putTraces(traces),
  });
  private phases: PhasedEngine;
  private readonly medium: PhasedMedium;
  private readonly grain: GrainName;

  /** @throws {InputError} on parameters that are not the network's, or delays that are not delays */
  constructor(
    network: Network,
    parameters: Parameters,
    private readonly options: EventOptions = {},
  ) {
    super(network);
    const { delays = {}, grain = 'synapse', wires, cells = {} } = options;
    if (wires) checkWires(wires);
    checkParameters(network, parameters, 'parameters');
    checkDelays(this.layout, delays);
    checkCells(this.layout, cells);
    choose('EventSimulator.grain', grains, grain);
    this.grain = grain;
    this.medium = new PhasedMedium(this.layout, this.queue, options);
    this.phases = this.engineOf(parameters);
    // Delays may be functions: what they give is checked where synapses are made of it.
    if (Object.values(delays).some((delay) => typeof delay === 'function'))
      this.phases.circuitOf(answeringOf(undefined));
  }

  /** The neurons and synapses that run a rule in phases, for whoever watches them. @throws {InputError} on missing weights */
  circuitOf(rule: PhasedRule): PhasedCircuit {
    this.occupancy.checkFree('circuitOf');
    return this.phases.circuitOf(rule);
  }

  /** What the last call of `predict`, `relax` or `train` cost, over all its samples. */
  get energy(): Energy {
    return this.phases.energy;
  }

  parameters(): Parameters {
    this.occupancy.checkUsable('parameters');
    return this.phases.parameters();
  }

  setParameters(parameters: Parameters): void {
    this.occupancy.checkFree('setParameters');
    checkParameters(this.network, parameters, 'parameters');
    const traces = this.phases.traces();
    this.phases = this.engineOf({ ...this.phases.parameters(), ...parameters });
    this.phases.putTraces(traces);
  }

  optimiserState(): OptimiserState {
    this.occupancy.checkUsable('optimiserState');
    return this.optimising.state;
  }

  setOptimiserState(state: OptimiserState): void {
    this.occupancy.checkFree('setOptimiserState');
    const shapes = Object.entries(this.phases.parameters()).map(([name, { shape }]) => [name, shape]);
    checkOptimiserState('EventSimulator.setOptimiserState', state, Object.fromEntries(shapes));
    this.optimising.state = state;
  }

  predict(inputs: Batch['inputs'], rule?: Rule, of: Answering = 'outputs'): Activities {
    this.occupancy.checkFree('predict');
    const samples = checkInputs(this.layout, inputs);
    return occupied(this.occupancy, 'predict', () =>
      this.phases.predict(answeringOf(rule), inputs, samples, of),
    );
  }

  relax(batch: Batch, presentation: RelaxPresentation): Relaxed {
    const played = this.check('relax', batch, presentation);
    return occupied(this.occupancy, 'relax', () => this.phases.relax(batch, played, presentation));
  }

  /**
   * Begins the presentation of one sample, which can be stopped at any time, saved, and gone on with. Nothing else is
   * presented until its result has been taken, or it has been abandoned.
   * @throws {InputError} on more than one sample, and as relax
   */
  begin(batch: Batch, presentation: RelaxPresentation): Running {
    return beginPhases(this.presented('begin', batch, presentation));
  }

  /**
   * Goes on with a presentation that was saved, as if it had never stopped, whatever the grain: under the same network,
   * options (`grain` apart) and presentation as at its beginning. Frames are recorded from now on; weights are those of
   * the state, also when it is over.
   * @param state of `save`: all of it is read and checked before any of it is put
   * @param name what errors call it: a file
   * @throws {InputError} naming what is no state of such a presentation, or was otherwise when it was saved, and as relax
   */
  resume(state: RunningState, presentation: RelaxPresentation, name = 'state'): Running {
    const { conditions, batch, ...parts } = readValue(name, runningParts, state);
    return resumePhases(this.presented('resume', batch, presentation), { conditions, ...parts }, name);
  }

  train(batch: Batch, presentation: Presentation & LearningRates): Trained {
    refuseClipNorm('EventSimulator.train.clipNorm', presentation);
    checkOptimiser('EventSimulator.train', presentation.rule, presentation);
    const { rule } = this.check('train', batch, presentation);
    return occupied(this.occupancy, 'train', () =>
      this.optimising.train(presentation, (rates) =>
        this.phases.train(batch, rule, { ...presentation, ...rates }),
      ),
    );
  }

  /** Frees what the engine holds, and abandons what is under way; it cannot be used afterwards. */
  dispose(): void {
    this.occupancy.dispose();
  }

  private engineOf(parameters: Parameters): PhasedEngine {
    return new PhasedEngine(this.layout, parameters, this.grain, this.audience, this.medium);
  }

  private presented(method: string, batch: Batch, presentation: RelaxPresentation): Presented {
    const played = this.check(method, batch, presentation);
    const { size } = batch;
    if (size !== 1) refuse({ where: `EventSimulator.${method}`, got: `${size} samples`, expected: 'one' });
    const { phases: engine, occupancy, network, grain } = this;
    return { engine, occupancy, network, grain, played, batch, presentation };
  }

  private check(method: string, batch: Batch, presentation: Presentation): Played {
    this.occupancy.checkFree(method);
    return checkPresentation(this.layout, this.queue, this.options, batch, presentation);
  }
}
