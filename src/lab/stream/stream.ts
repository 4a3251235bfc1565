import type { ClassSet } from '../../data/index.js';
import { refuse } from '../../errors.js';
import {
  permutation,
  type RandomStream,
  randomStream,
  resumeStream,
  type StreamState,
} from '../../math/random.js';
import { after, multiple } from '../../math/time.js';
import type { Values } from '../../network/parameters.js';
import type { LiveSimulator } from '../../sim/events/live/simulator.js';
import type { Units } from '../../sim/events/live/stimulus.js';
import { argmax, type Examples } from '../training/examples.js';

/** A stream of training images in a random order; times in tau. */
export interface StreamSettings {
  /** From one image to the next. */
  readonly every: number;
  /** How long after its image a target comes. */
  readonly targetDelay: number;
  /** Share of the images whose target ever comes. */
  readonly taught: number;
  /** Of the order, and of which targets come. */
  readonly seed: number;
}

/** How a network answered an image. */
export interface Answered {
  /** When the image came. */
  readonly time: number;
  readonly label: number;
  /** What it took it for halfway through its time. */
  readonly answer: number;
}

/** Where a stream of images is. */
export interface ImageStreamState {
  /** How many have been shown. */
  readonly shown: number;
  /** All images, in the order of the pass that it is in. */
  readonly order: Uint32Array;
  readonly random: StreamState;
}

/** Shows one image after the other to a live simulation, and takes down what it answers. */
export class ImageStream {
  private shown = 0;
  private order: Uint32Array = new Uint32Array(0);
  private random: RandomStream;

  /** @throws {InputError} on times that are none, or targets that come when the next image is there */
  constructor(
    private readonly simulator: LiveSimulator,
    private readonly examples: Examples<ClassSet>,
    private readonly settings: StreamSettings,
  ) {
    checkSettings(settings);
    this.random = randomStream(settings.seed, 'stream');
  }

  /** One more image: the rest of the time of the one before, and half of its own, go by. */
  next(): Answered {
    const { simulator, examples } = this;
    const { every, targetDelay, taught } = this.settings;
    const { train } = examples.data;
    const image = this.draw(train.count);
    const time = multiple(this.shown, every);
    const { inputs, targets } = examples.batch(train, Uint32Array.of(image));
    const teaches = taught >= 1 || this.random.uniform() < taught;
    const at = after(time, targetDelay);
    if (teaches && targetDelay === 0)
      simulator.present({ time, inputs: rows(inputs), targets: rows(targets) });
    else simulator.present({ time, inputs: rows(inputs) });
    if (teaches && targetDelay > 0) simulator.present({ time: at, targets: rows(targets) });
    simulator.runThrough(after(time, every / 2));
    const [answer] = argmax(simulator.answer(examples.answer), examples.data.classes);
    this.shown++;
    return { time, label: train.labels[image], answer };
  }

  /** Ends the last image's time. */
  end(): void {
    this.simulator.runThrough(multiple(this.shown, this.settings.every));
  }

  /** Where it is: which images are still to come is drawn already, or by the random stream. */
  state(): ImageStreamState {
    return { shown: this.shown, order: this.order, random: this.random.state() };
  }

  /** Goes on from a state. @throws {InputError} when it is one of another number of images */
  restore({ shown, order, random }: ImageStreamState): void {
    const { count } = this.examples.data.train;
    const images = new Set(order);
    const whole = images.size === count && order.every((image) => image < count);
    if (shown > 0 && !(whole && order.length === count)) {
      const got = `an order of ${order.length} images`;
      refuse({ where: 'stream.order', got, expected: `each of ${count} once` });
    }
    this.shown = shown;
    this.order = order;
    this.random = resumeStream(random);
  }

  private draw(count: number): number {
    const place = this.shown % count;
    if (place === 0) this.order = permutation(this.random, count);
    return this.order[place];
  }
}

const rows = (set: Readonly<Record<string, Values>>): Units =>
  Object.fromEntries(Object.entries(set).map(([name, { data }]) => [name, data]));

function checkSettings({ every, targetDelay, taught }: StreamSettings): void {
  if (!(every > 0 && every < Infinity)) {
    refuse({ where: 'stream.every', got: String(every), expected: 'a finite time above 0 tau' });
  }
  if (!(targetDelay >= 0 && targetDelay < every)) {
    const expected = `from 0 to less than the ${every} tau of an image`;
    refuse({ where: 'stream.targetDelay', got: String(targetDelay), expected });
  }
  if (!(taught >= 0 && taught <= 1)) {
    refuse({ where: 'stream.taught', got: String(taught), expected: 'a share from 0 to 1' });
  }
}
