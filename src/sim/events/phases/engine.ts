import { noteStreams } from '../../../math/drawing.js';
import type { Energy } from '../../../messages/energy.js';
import type { Layout } from '../../../network/layout.js';
import type { Parameters } from '../../../network/parameters.js';
import { adapts } from '../../../rules/names.js';
import { type GrainName, grains } from '../../../synapses/grains.js';
import type { Weights } from '../../../synapses/phases/weights.js';
import { requireWeights } from '../../own-weights.js';
import type { PhasedRule } from '../../rule.js';
import type {
  Activities,
  Answering,
  Batch,
  Presentation as Presented,
  Relaxation,
  Relaxed,
  RelaxPresentation,
  Trained,
} from '../../simulator.js';
import type { UpdateRates } from '../following.js';
import type { Played } from '../played.js';
import type { Audience } from '../watch/audience.js';
import type { Begun } from './begun.js';
import { PhasedCircuit } from './circuit.js';
import type { PhasedMedium } from './medium.js';
import { parametersOf, putTraces, tracesOf, weightsOf } from './parameters.js';
import { refusePorts, speakingIn } from './pattern-refusals.js';
import { Presentation, type Stage } from './presentation.js';
import { changeOf } from './rates.js';
import { Relaxing } from './relaxing.js';

/** Weights as they were. */
type Before = ReadonlyMap<Weights, Float64Array>;

/** Runs rules in phases, one sample after the other, float64: parameters, and a circuit for the rule of the moment. */
export class PhasedEngine {
  private readonly weights: ReadonlyMap<string, Weights>;
  private circuit: PhasedCircuit | undefined;

  constructor(
    private readonly layout: Layout,
    parameters: Parameters,
    private readonly grain: GrainName,
    private readonly audience: Audience,
    private readonly medium: PhasedMedium,
  ) {
    this.weights = weightsOf(parameters);
  }

  /** What the last call cost, over all its samples. */
  get energy(): Energy {
    return this.medium.cost.energy;
  }

  parameters(): Parameters {
    return parametersOf(this.weights);
  }

  /** What an optimiser keeps of weights, by `PARAMETER.TRACE`. */
  traces(): Parameters {
    return tracesOf(this.weights);
  }

  /** Gives all weights these traces, and no others. */
  putTraces(traces: Parameters): void {
    putTraces(this.weights, traces);
  }

  /** @throws {InputError} on weights of the rule's own that are missing */
  predict(rule: PhasedRule, inputs: Batch['inputs'], size: number, of: Answering): Activities {
    const stage = this.stage(rule);
    return this.wholly(rule, () => {
      const presentation = new Presentation(stage, { inputs, size }, { learningRate: 0 });
      for (let row = 0; row < size; row++) presentation.play(row, rule.rule.answer.phase);
      const { answers } = presentation;
      return Object.fromEntries(this.layout[of].map(({ name }) => [name, answers[name]]));
    });
  }

  /** Parameters stay as they are. @throws {InputError} as predict */
  relax(batch: Batch, { rule, activity }: Played, presented: RelaxPresentation): Relaxed {
    const stage = this.speaking(rule, presented.relaxation);
    return this.wholly(
      rule,
      () => {
        const relaxing = new Relaxing(stage, batch, presented, activity);
        relaxing.advance(Infinity);
        return relaxing.result();
      },
      true,
    );
  }

  /** A presentation of one sample that can be stopped and gone on with. @throws {InputError} as predict */
  begin(batch: Batch, { rule, activity }: Played, presented: RelaxPresentation): Begun {
    const stage = this.speaking(rule, presented.relaxation);
    const close = this.open(this.values());
    return { stage, relaxing: new Relaxing(stage, batch, presented, activity), close };
  }

  /** Parameters descend the mean gradient of the batch, if its loss is a number. @throws {InputError} as predict */
  train(batch: Batch, rule: PhasedRule, presented: Presented & UpdateRates): Trained {
    const stage = this.speaking(rule, presented.relaxation);
    return this.wholly(rule, (before) => {
      const presentation = new Presentation(stage, batch, presented);
      let loss = 0;
      for (let row = 0; row < batch.size; row++) {
        presentation.play(row);
        loss += presentation.loss(row);
      }
      loss /= batch.size;
      if (Number.isFinite(loss)) this.descend(presented, batch.size);
      else if (before) this.put(before);
      const { answers, kept } = presentation;
      const outputs = Object.fromEntries(this.layout.outputs.map(({ name }) => [name, answers[name]]));
      return { loss, outputs, energy: this.energy, ...(rule.rule.keeps && { kept }) };
    });
  }

  /** Parameters become these. */
  putParameters(parameters: Parameters): void {
    for (const [name, { data }] of Object.entries(parameters)) this.weights.get(name)!.values.set(data);
    this.circuit?.remake();
  }

  /** The circuit for a rule. @throws {InputError} as predict */
  circuitOf(rule: PhasedRule): PhasedCircuit {
    return this.stage(rule).circuit;
  }

  private descend(rates: UpdateRates, samples: number): void {
    for (const [name, weights] of this.weights) weights.descend(changeOf(name, rates, 1, samples));
    this.audience.states.noteMove();
  }

  private speaking(rule: PhasedRule, relaxation: Relaxation): Stage {
    const stage = this.stage(rule);
    return { ...stage, ...speakingIn(stage.circuit, rule, relaxation) };
  }

  private stage(rule: PhasedRule): Stage {
    const { queue, cost } = this.medium;
    if (this.circuit?.rule !== rule.rule) {
      requireWeights(this.layout, Object.fromEntries(this.weights), rule.rule);
      const circuit = new PhasedCircuit(
        this.layout,
        rule.rule,
        this.weights,
        grains[this.grain],
        this.medium,
      );
      refusePorts(circuit, rule);
      this.circuit = circuit;
      this.audience.attend(circuit, () => queue.now());
    }
    this.circuit.remake();
    return { circuit: this.circuit, queue, cost, watch: this.audience.states };
  }

  /** Whatever happens, the next call finds nothing of this one. @param puts parameters back, also where all went well */
  private wholly<T>({ rule }: PhasedRule, play: (before: Before | undefined) => T, puts = false): T {
    // Weights that do not move meanwhile need no copy.
    const before = adapts(rule) ? this.values() : undefined;
    const close = this.open(before);
    let done = false;
    try {
      const left = play(before);
      done = true;
      return left;
    } finally {
      close(puts || !done, !done);
    }
  }

  /** Something begins. @returns what ends it; with what it has to put back: parameters, random streams */
  private open(before: Before | undefined): Begun['close'] {
    const { cost, queue, drawing } = this.medium;
    const putStreamsBack = noteStreams(drawing);
    cost.clear();
    return (parameters, streams) => {
      if (parameters && before) this.put(before);
      if (streams) putStreamsBack();
      for (const weights of this.weights.values()) {
        weights.forget();
        weights.forgetMoves();
      }
      queue.drop();
    };
  }

  private values(): Before {
    return new Map([...this.weights.values()].map((weights) => [weights, weights.values.slice()]));
  }

  private put(before: Before): void {
    for (const [weights, values] of before) weights.values.set(values);
  }
}
