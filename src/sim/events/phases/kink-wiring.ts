import type { Said } from '../../../neurons/phases/kink-motion.js';
import type { Channel } from '../../../neurons/phases/kink-probe.js';
import { KinkSpeech } from '../../../neurons/phases/kink-speech.js';
import type { Motion } from '../../../neurons/phases/motion.js';
import type { Population } from '../../../neurons/phases/population.js';
import { quantityOf } from '../../../rules/quantities.js';
import { loopGain } from '../../../synapses/phases/loop-gain.js';
import type { Member } from './circuit.js';
import { moversOf, type Scene } from './in-time.js';
import type { Message } from './script.js';

/** A message, and whether others are driven by it. */
export type DrivingMessage = Message & Said;

/** Neurons that go from kink to kink. */
export interface KinkSpeaker {
  readonly member: Member;
  readonly motion: Motion & { readonly says: readonly DrivingMessage[] };
  readonly speech: KinkSpeech<DrivingMessage>;
}

/** Who hears whom of where values will be, in a phase in which slopes move. */
export class KinkWiring {
  readonly speakers: readonly KinkSpeaker[];
  private readonly byPopulation: ReadonlyMap<Population, KinkSpeaker>;
  /** What each neuron of a population says more of for what it hears, by channels. */
  private readonly gains = new Map<string, Float64Array>();

  constructor(
    private readonly scene: Scene,
    band: number,
  ) {
    const { circuit, moving, queue, signals } = scene;
    const driving = moving.equation.slopes!.drives;
    const flags = Object.entries(circuit.vocabulary.paths).map(([path, keys]) => [
      path,
      keys.map((_, key) => driving.has(this.quantityOf(path, key))),
    ]);
    const byPath: Readonly<Record<string, readonly boolean[]>> = Object.fromEntries(flags);
    const drives = (path: string, keys: readonly number[]) => keys.some((key) => byPath[path][key]);
    this.speakers = moversOf(circuit, moving).map(({ member, motion }): KinkSpeaker => {
      const { population } = member;
      const says = (motion.says as readonly Message[]).map(
        (said): DrivingMessage => ({ ...said, drives: drives(said.path, said.keys) }),
      );
      const own = { ...motion, says };
      const around = {
        ...{ queue, signals, band, phase: moving.act.phase.name, late: circuit.medium.late },
        loopGain: (unit: number, said: Channel) => this.loopGain(population, unit, said),
        drives,
        count: (said: DrivingMessage, unit: number) => scene.lead.count(said, member, Int32Array.of(unit)),
      };
      return { member, motion: own, speech: new KinkSpeech(population, own, circuit.vocabulary, around) };
    });
    this.byPopulation = new Map(this.speakers.map((one) => [one.member.population, one]));
    for (const speaker of this.speakers) this.connect(speaker);
  }

  /** What arrives under the keys that move is summed as what it will be. */
  private connect({ member, speech }: KinkSpeaker): void {
    const { circuit, moving } = this.scene;
    for (const [path, keys] of Object.entries(circuit.vocabulary.paths)) {
      for (const key of keys.keys()) {
        if (!moving.equation.carried.has(this.quantityOf(path, key))) continue;
        const sources = circuit.projections.flatMap((one, p) =>
          one.carries && one.path === path && one.to === member.population ? [circuit.futures[p](key)] : [],
        );
        speech.connect(path, key, sources);
      }
    }
  }

  /** By how much what a neuron says comes back to it at once where it takes its slope. */
  private loopGain(population: Population, unit: number, said: Channel): number {
    const { circuit, queue } = this.scene;
    const { projections } = circuit;
    const { speech } = this.byPopulation.get(population)!;
    let sum = 0;
    for (const back of projections) {
      const between = this.byPopulation.get(back.from);
      if (!between || !back.carries || back.to !== population) continue;
      for (const heard of this.channelsOf(back.path)) {
        const share = speech.probe.shareAt(unit, heard, queue.now());
        if (share === 0) continue;
        const gains = this.gainsOf(between, said, heard);
        for (const out of projections)
          if (out.carries && out.from === population && out.path === said.path && out.to === back.from)
            sum += share * loopGain(out, back, unit, gains);
      }
    }
    return sum;
  }

  private channelsOf(path: string): readonly Channel[] {
    const { carried } = this.scene.moving.equation;
    return [...this.scene.circuit.vocabulary.paths[path].keys()].flatMap((key) =>
      carried.has(this.quantityOf(path, key)) ? [{ path, key }] : [],
    );
  }

  private gainsOf({ member, speech }: KinkSpeaker, from: Channel, to: Channel): Float64Array {
    const { name, all } = member.population;
    const place = `${name} ${from.path} ${from.key} ${to.path} ${to.key}`;
    const gains =
      this.gains.get(place) ??
      Float64Array.from(all, (unit) => speech.probe.quickening(unit, from, to, this.scene.queue.now()));
    this.gains.set(place, gains);
    return gains;
  }

  private quantityOf(path: string, key: number): string {
    return quantityOf({ kind: 'say', path, key: this.scene.circuit.vocabulary.paths[path][key] })!;
  }
}
