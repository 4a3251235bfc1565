import { choose, refuse } from '../../errors.js';
import type { Energy } from '../../messages/energy.js';
import type { Message } from '../../messages/message.js';
import { EventQueue } from '../../messages/queue.js';
import type { Observable } from '../../messages/streams.js';
import { Traffic } from '../../messages/traffic.js';
import { checkWires, type WireOptions } from '../../messages/wires.js';
import { type Layout, layOut } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import { checkParameters, type Parameters } from '../../network/parameters.js';
import { readValue } from '../../schema.js';
import { type GrainName, grains } from '../../synapses/grains.js';
import type { Grain } from '../../synapses/synapse-set.js';
import { checkBatch, checkInputs, copyBatch } from '../batch.js';
import { steppingPhases } from '../continuous.js';
import { Occupancy } from '../occupancy.js';
import { checkOptimiser, checkOptimiserState } from '../optimising.js';
import type { PhasedRule, RelaxationRule, Rule } from '../rule.js';
import { rules } from '../rules.js';
import type {
  Activities,
  Batch,
  LearningRates,
  OptimiserState,
  Presentation,
  Relaxed,
  RelaxPresentation,
  Simulator,
  Trained,
} from '../simulator.js';
import type { Variant } from '../variant.js';
import { type Cells, checkCells } from './build/cells.js';
import { buildCircuit, type Circuit } from './build/circuit.js';
import { checkDelays, type Delays } from './build/delays.js';
import { carryDownBy } from './build/pathways.js';
import { Optimising } from './optimising.js';
import type { PhasedCircuit } from './phases/circuit.js';
import { PhasedEngine } from './phases/engine.js';
import { refuseCurved } from './phases/kink-refusals.js';
import { PhasedMedium } from './phases/medium.js';
import { occupied } from './phases/occupied.js';
import {
  checkQuanta,
  refuseCells,
  refuseLate,
  refuseSharedMoves,
  refuseSurroundings,
  speechOf,
} from './phases/refusals.js';
import { beginPhases, type Presented, resumePhases } from './phases/under-way.js';
import { checkPresentation } from './present/preparing.js';
import { Protocol } from './present/protocol.js';
import { ProtocolRunner } from './present/protocol-runner.js';
import { ActivityTable, readParameters } from './present/readout.js';
import { Relaxing } from './present/relaxing.js';
import { putTraces, readTraces } from './present/traces.js';
import { train } from './present/training.js';
import type { Stage } from './present/trial.js';
import { givingUp, Undertaking } from './present/undertaking.js';
import { putParameters } from './present/write-parameters.js';
import { putState, takeState } from './save/circuit-state.js';
import { checkConditions } from './save/conditions.js';
import { presentedUnder } from './save/presented-under.js';
import { readCircuit, readRelaxing, runningParts } from './save/read-running.js';
import { type AnyRunningState, Running, type RunningState } from './save/running.js';
import { Audience } from './watch/audience.js';
import {
  type Change,
  changesOf,
  type Frame,
  framesOf,
  type Probe,
  probesOf,
  type QuantityName,
  type Times,
} from './watch/index.js';
import { Replay } from './watch/replay.js';

/** Options of the event engine. */
export interface EventOptions {
  /** Conduction delays in tau of the synapses into each node, by node name; 0 where not given. */
  readonly delays?: Delays;
  /** Whether inputs hold the stimulus through a relaxation (the default) or relax like neurons; the rule's own choice. */
  readonly inputs?: Variant['inputs'];
  /** Neurons with time constants of their own, with noise, or dead, by node name. */
  readonly cells?: Cells;
  /** Of the noise of cells; 1 if not given. */
  readonly seed?: number;
  /** Messages lost, duplicated, reordered; then every synapse is an actor, at either grain. */
  readonly wires?: WireOptions;
  /** How synapses are cut into actors: one each, or one per axon and dendrite; or a grain of one's own. Numbers are the same. */
  readonly grain?: GrainName | Grain;
}

/** A presentation under a rule that relaxes. */
interface ByRelaxation {
  readonly rule: RelaxationRule;
}

/** A log that is replayed. */
export interface Replaying {
  /** Until it is stopped. */
  readonly active: boolean;
  /** How many messages of the log have not been said to anybody who listens. */
  readonly left: number;
  /** Actors speak for themselves again. */
  stop(): void;
}

/** Some actors that are watched, and what is seen of them. */
export interface Watch<T> {
  readonly actors: readonly string[];
  readonly seen: Observable<T>;
}

/**
 * The event engine: every neuron and every synapse is an actor, one sample is presented at a time, float64.
 * Gradients add up in the synapses over the samples of a batch.
 */
export class EventSimulator implements Simulator {
  readonly engine = 'events';
  private readonly layout: Layout;
  /** Parameters as they are where neither circuit has been made, and those that no circuit of actors has. */
  private given: Parameters;
  private made: Stage | undefined;
  /** What optimisers keep of parameters, likewise. */
  private givenTraces: Parameters = {};
  private readonly optimising = new Optimising({
    read: () => this.tracesNow(),
    put: (traces) => this.putTraces(traces),
  });
  /** Runs rules in phases; where it is, it has the parameters. */
  private phases: PhasedEngine | undefined;
  private readonly queue = new EventQueue();
  private readonly audience: Audience;
  /** Of rules in phases: made for the first of them. */
  private medium: PhasedMedium | undefined;
  private readonly occupancy = new Occupancy('EventSimulator');
  private readonly inputsRelax: boolean;
  private readonly cells: Cells;
  private replaying: Replaying | undefined;

  /** @throws {InputError} on parameters that are not the network's, or delays that are not delays */
  constructor(
    readonly network: Network,
    parameters: Parameters,
    private readonly options: EventOptions = {},
  ) {
    const { delays = {}, grain = 'synapse', inputs = 'clamped', wires, cells = {} } = options;
    if (wires) checkWires(wires);
    this.inputsRelax = inputs === 'relaxing';
    checkParameters(network, parameters, 'parameters');
    this.layout = layOut(network);
    this.audience = new Audience(this.layout);
    checkDelays(this.layout, delays);
    checkCells(this.layout, cells);
    if (typeof grain !== 'function') choose('EventSimulator.grain', grains, grain);
    this.cells = cells;
    this.given = copyParameters(parameters);
    // Delays may be functions: what they give is checked where synapses are made of it.
    if (Object.values(delays).some((delay) => typeof delay === 'function')) this.made = this.build();
  }

  /** The actors, for recorders to subscribe to. */
  get circuit(): Circuit {
    return this.stage.circuit;
  }

  /** The neurons and synapses that run a rule in phases, for whoever watches them. @throws {InputError} on missing weights */
  circuitOf(rule: PhasedRule): PhasedCircuit {
    this.occupancy.checkFree('circuitOf');
    return this.inPhases().circuitOf(rule);
  }

  /**
   * Everything that the named neurons and synapses say, as they say it: `h1`, `h1[3]`, `h1[0-9]`, `h1.weight[2,5]`.
   * Listening never changes a result.
   * @throws {InputError} on a name that is not there
   */
  listen(...selections: string[]): Observable<Message> {
    return this.audience.listen(selections);
  }

  /**
   * From now on, until it is stopped, actors say what a log of theirs says: the presentation that was logged, presented
   * again, comes to the same state.
   * @param log messages of neurons and inputs, in the order in which they were said, as a file keeps them
   * @param name what errors call it: a file
   * @param rule of the presentations that say it
   * @throws {InputError} naming the line, on what is no message, or one of somebody who is not there; while something is
   * presented, and while another log is replayed
   */
  replay(log: Iterable<unknown>, name = 'log', rule: Rule = rules.ar): Replaying {
    this.occupancy.checkFree('replay');
    if (this.replaying?.active) {
      const got = 'a log while another is replayed';
      refuse({ where: 'EventSimulator.replay', got, expected: 'one at a time', hint: 'stop() of the other' });
    }
    this.replaying =
      rule.kind === 'phases'
        ? this.audience.replay(rule.rule, log, name)
        : new Replay(this.circuit, log, name);
    return this.replaying;
  }

  /**
   * A quantity of some actors at given times of every presentation, each time all of them, in the order of `actors`.
   * Watching never changes a result.
   * @param rule of the presentations that are looked at. Of a rule in phases `activity` is states: `NAME` (all), `NAME.STATE`,
   * `NAME.STATE[3]`
   * @throws {InputError} on a name that is not there or has no such quantity, or times that are none
   */
  watch(
    quantity: QuantityName,
    selections: readonly string[],
    times: Times,
    rule: Rule = rules.ar,
  ): Watch<Frame> {
    const probes = this.probes(quantity, selections, rule);
    return { actors: probes.map(({ address }) => address), seen: framesOf(this.queue, probes, times) };
  }

  /** A quantity of some actors whenever it is set. @throws {InputError} on names, as `watch` */
  changes(quantity: QuantityName, selections: readonly string[], rule: Rule = rules.ar): Watch<Change> {
    const probes = this.probes(quantity, selections, rule);
    return { actors: probes.map(({ address }) => address), seen: changesOf(probes) };
  }

  /** What the last call of `predict`, `relax` or `train` cost, over all its samples. */
  get energy(): Energy {
    return this.phases ? this.phases.energy : this.stage.around.traffic.energy;
  }

  parameters(): Parameters {
    this.occupancy.checkUsable('parameters');
    return this.parametersNow();
  }

  setParameters(parameters: Parameters): void {
    this.occupancy.checkFree('setParameters');
    checkParameters(this.network, parameters, 'parameters');
    this.given = { ...this.parametersNow(), ...copyParameters(parameters) };
    const traces = this.tracesNow();
    this.phases = undefined;
    if (this.made) {
      putParameters(this.made.circuit, parameters);
      this.given = directOf(this.given);
    }
    this.putTraces(traces);
  }

  optimiserState(): OptimiserState {
    this.occupancy.checkUsable('optimiserState');
    return this.optimising.state;
  }

  setOptimiserState(state: OptimiserState): void {
    this.occupancy.checkFree('setOptimiserState');
    const shapes = Object.entries(this.parametersNow()).map(([name, { shape }]) => [name, shape]);
    checkOptimiserState('EventSimulator.setOptimiserState', state, Object.fromEntries(shapes));
    this.optimising.state = state;
  }

  predict(inputs: Batch['inputs'], rule?: Rule): Activities {
    this.occupancy.checkFree('predict');
    const samples = checkInputs(this.layout, inputs);
    if (rule?.kind === 'phases') {
      refuseSurroundings(rule, this.options);
      return occupied(this.occupancy, 'predict', () => this.inPhases().predict(rule, inputs, samples));
    }
    const { layout, circuit, runner, around } = this.stage;
    return this.wholly('predict', undefined, () => {
      const outputs = new ActivityTable(circuit, layout.outputs, samples);
      around.traffic.clear();
      for (let row = 0; row < samples; row++) {
        new Protocol(around.queue, runner.sweep({ inputs, row })).advance(Infinity);
        around.queue.lookLast();
        outputs.fill(row, ({ forwardActivity }) => forwardActivity);
      }
      return outputs.values;
    });
  }

  relax(batch: Batch, presentation: RelaxPresentation): Relaxed {
    const { rule: given } = presentation;
    if (given.kind === 'phases') {
      this.checkPhases('relax', batch, given, presentation);
      return occupied(this.occupancy, 'relax', () =>
        this.inPhases().relax(batch, { rule: given }, presentation),
      );
    }
    const rule = this.check('relax', batch, presentation);
    const moving = this.moving(rule);
    return this.wholly('relax', moving, () => {
      const relaxing = this.relaxing(rule, batch, presentation, moving);
      relaxing.advance(Infinity);
      return this.conclude(relaxing);
    });
  }

  /**
   * Begins the presentation of one sample, which can be stopped at any time, saved, and gone on with. Nothing else is
   * presented until its result has been taken, or it has been abandoned.
   * @throws {InputError} on more than one sample, and as relax
   */
  begin(batch: Batch, presentation: RelaxPresentation & ByRelaxation): Running<RunningState>;
  begin(batch: Batch, presentation: RelaxPresentation): Running;
  begin(batch: Batch, presentation: RelaxPresentation): Running {
    if (presentation.rule.kind === 'phases')
      return beginPhases(this.presented('begin', batch, presentation.rule, presentation));
    const rule = this.check('begin', batch, presentation);
    checkOne('EventSimulator.begin', batch);
    const moving = this.moving(rule);
    const undertaking = this.undertake('begin', moving);
    const own = copyBatch(batch);
    const relaxing = this.relaxing(rule, own, presentation, moving);
    return this.running(undertaking, own, relaxing, presentation);
  }

  /**
   * Goes on with a presentation that was saved, as if it had never stopped, whatever the grain: under the same network,
   * options (`grain` apart) and presentation as at its beginning. Frames are recorded from now on; weights are those of
   * the state, also when it is over.
   * @param state of `save`: all of it is read and checked before any of it is put
   * @param name what errors call it: a file
   * @throws {InputError} naming what is no state of such a presentation, or was otherwise when it was saved, and as relax
   */
  resume(
    state: AnyRunningState,
    presentation: RelaxPresentation & ByRelaxation,
    name?: string,
  ): Running<RunningState>;
  resume(state: AnyRunningState, presentation: RelaxPresentation, name?: string): Running;
  resume(state: AnyRunningState, presentation: RelaxPresentation, name = 'state'): Running {
    const where = 'EventSimulator.resume';
    const { conditions, batch, ...parts } = readValue(name, runningParts, state);
    const { rule: given } = presentation;
    if (given.kind === 'phases') {
      const presented = this.presented('resume', batch, given, presentation);
      return resumePhases(presented, { conditions, ...parts }, name);
    }
    const rule = this.check('resume', batch, presentation);
    checkOne(where, batch);
    checkConditions(where, conditions, presentedUnder(this.stage, rule, presentation));
    const before = readRelaxing(`${name}.relaxing`, this.stage, rule, parts.relaxing);
    const circuit = readCircuit(`${name}.circuit`, this.stage, presentation.relaxation, parts.circuit);
    const undertaking = this.undertake('resume', this.parameters());
    return undertaking.play(where, () => {
      const relaxing = this.relaxing(rule, batch, presentation, this.moving(rule));
      putState(this.stage, circuit);
      relaxing.restore(before);
      return this.running(undertaking, batch, relaxing, presentation);
    });
  }

  train(batch: Batch, presentation: Presentation & LearningRates): Trained {
    const { rule: given } = presentation;
    checkOptimiser('EventSimulator.train', given, presentation);
    if (given.kind === 'phases') {
      this.checkPhases('train', batch, given, presentation);
      return occupied(this.occupancy, 'train', () =>
        this.optimising.train(presentation, (rates) =>
          this.inPhases().train(batch, given, { ...presentation, ...rates }),
        ),
      );
    }
    const rule = this.check('train', batch, presentation);
    const moving = this.moving(rule);
    return this.wholly('train', moving, () => {
      this.follow(rule);
      return this.optimising.train(presentation, (rates) =>
        train(this.stage, batch, { ...presentation, ...rates }, moving),
      );
    });
  }

  /** Frees what the engine holds, and abandons what is under way; it cannot be used afterwards. */
  dispose(): void {
    this.occupancy.dispose();
  }

  private probes(quantity: QuantityName, selections: readonly string[], rule: Rule): Probe[] {
    return rule.kind === 'phases'
      ? this.audience.states.probes(rule.rule, quantity, selections)
      : probesOf(this.circuit, quantity, selections);
  }

  /** The circuit of actors, with the parameters as they are. */
  private get stage(): Stage {
    const { phases, made } = this;
    if (phases) [this.given, this.givenTraces] = [phases.parameters(), phases.traces()];
    this.made ??= this.build();
    if (made && phases) putParameters(made.circuit, this.given);
    if (!made || phases) putTraces(this.made.circuit, this.givenTraces);
    this.phases = undefined;
    this.given = directOf(this.given);
    this.givenTraces = directTraces(this.givenTraces);
    return this.made;
  }

  private build(): Stage {
    const { network, layout, options, inputsRelax, cells } = this;
    const { delays = {}, grain = 'synapse', wires, seed = 1 } = options;
    const around = { queue: this.queue, rule: rules.ar, traffic: new Traffic(), wires };
    const cut = typeof grain === 'function' ? grain : grains[grain];
    const circuit = buildCircuit(layout, this.given, delays, around, cut, inputsRelax, cells, seed);
    this.audience.attend(circuit);
    return { network, layout, circuit, runner: new ProtocolRunner(layout, circuit, around), around, seed };
  }

  private presented(
    method: string,
    batch: Batch,
    rule: PhasedRule,
    presentation: RelaxPresentation,
  ): Presented {
    this.checkPhases(method, batch, rule, presentation);
    checkOne(`EventSimulator.${method}`, batch);
    const { occupancy, network, options } = this;
    const grain = (options.grain ?? 'synapse') as GrainName;
    return { engine: this.inPhases(), occupancy, network, grain, played: { rule }, batch, presentation };
  }

  private inPhases(): PhasedEngine {
    if (this.phases) return this.phases;
    const { layout, options, audience, queue } = this;
    const grain = (options.grain ?? 'synapse') as GrainName;
    const traces = this.tracesNow();
    this.medium ??= new PhasedMedium(layout, queue, options);
    this.phases = new PhasedEngine(layout, this.parametersNow(), grain, audience, this.medium);
    this.phases.putTraces(traces);
    // It has them now.
    [this.given, this.givenTraces] = [{}, {}];
    return this.phases;
  }

  private parametersNow(): Parameters {
    if (this.phases) return this.phases.parameters();
    return this.made ? { ...readParameters(this.made.circuit), ...this.given } : copyParameters(this.given);
  }

  private tracesNow(): Parameters {
    if (this.phases) return this.phases.traces();
    return this.made ? { ...readTraces(this.made.circuit), ...this.givenTraces } : this.givenTraces;
  }

  private putTraces(traces: Parameters): void {
    const { made, phases } = this;
    phases?.putTraces(traces);
    if (made && !phases) putTraces(made.circuit, traces);
    this.givenTraces = made && !phases ? directTraces(traces) : copyParameters(traces);
  }

  private checkPhases(method: string, batch: Batch, rule: PhasedRule, { relaxation }: Presentation): void {
    this.occupancy.checkFree(method);
    checkBatch(this.layout, batch);
    refuseSurroundings(rule, this.options);
    const { inTime } = speechOf(rule, relaxation);
    if (inTime) {
      refuseLate(rule, inTime.way, this.options);
      refuseCurved(this.layout, rule.rule, `EventSimulator.duration with rule ${rule.name}`);
    } else refuseCells(this.layout, rule, this.options.cells);
    checkQuanta(rule, relaxation, this.layout);
    for (const { stepSize = 1 } of steppingPhases(rule.rule, relaxation)) this.queue.checkSteps(stepSize);
    refuseSharedMoves(rule, batch.size);
  }

  // Everything is checked before anything is touched.
  private check(method: string, batch: Batch, presentation: Presentation): RelaxationRule {
    this.occupancy.checkFree(method);
    const { stage, cells, inputsRelax } = this;
    return checkPresentation({ ...stage, cells, inputsRelax }, batch, presentation);
  }

  /** A copy of parameters that move during a relaxation. */
  private moving({ plasticity }: RelaxationRule): Parameters | undefined {
    return plasticity.timing.whileRelaxing ? readParameters(this.circuit) : undefined;
  }

  private undertake(method: string, before: Parameters | undefined): Undertaking {
    return new Undertaking(this.occupancy, method, givingUp(this.stage, before));
  }

  /** From beginning to end in one call. */
  private wholly<T>(method: string, before: Parameters | undefined, play: () => T): T {
    const undertaking = this.undertake(method, before);
    const left = undertaking.play(undertaking.where, play);
    undertaking.finish();
    return left;
  }

  private relaxing(
    rule: RelaxationRule,
    batch: Batch,
    presentation: RelaxPresentation,
    moving: Parameters | undefined,
  ): Relaxing {
    this.follow(rule);
    return new Relaxing(this.stage, batch, presentation, moving);
  }

  private running(
    undertaking: Undertaking,
    batch: Batch,
    relaxing: Relaxing,
    presentation: RelaxPresentation,
  ): Running<RunningState> {
    const { stage } = this;
    return new Running({
      undertaking,
      now: () => stage.around.queue.now(),
      advance: (limit) => relaxing.advance(limit),
      conclude: () => this.conclude(relaxing),
      state: () => ({
        conditions: presentedUnder(stage, stage.around.rule, presentation),
        batch: copyBatch(batch),
        relaxing: relaxing.state(),
        circuit: takeState(stage),
      }),
    });
  }

  private follow(rule: RelaxationRule): void {
    const { layout, circuit, around } = this.stage;
    around.rule = rule;
    carryDownBy(rule, layout, circuit.populations);
  }

  // Parameters are put back as they were.
  private conclude(relaxing: Relaxing): Relaxed {
    const { circuit, runner } = this.stage;
    const relaxed = relaxing.result();
    runner.forget();
    if (relaxing.parametersBefore) putParameters(circuit, relaxing.parametersBefore);
    return relaxed;
  }
}

/** Those that no circuit of actors has. */
const directOf = (parameters: Parameters): Parameters =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => name.endsWith('.direct')));

/** Traces of those. */
const directTraces = (traces: Parameters): Parameters =>
  Object.fromEntries(Object.entries(traces).filter(([name]) => /\.direct\.[^.]+$/.test(name)));

const copyParameters = (parameters: Parameters): Parameters =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, data }]) => [
      name,
      { shape: [...shape], data: Float64Array.from(data) },
    ]),
  );

function checkOne(where: string, { size }: Batch): void {
  if (size !== 1) refuse({ where, got: `${size} samples`, expected: 'one' });
}
