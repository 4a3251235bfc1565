import { refuse } from '../../errors.js';
import { permutation, type RandomStream, randomStream } from '../../math/random.js';
import { type ClassSet, type ClassSplit, sha256 } from '../dataset.js';
import { glyphs } from './glyphs.js';
import { hand, write } from './hand.js';
import { draw, SIDE } from './pen.js';

/** What to draw; the defaults are those of the data set `digits`. */
export interface DigitsOptions {
  readonly seed?: number;
  /** Number of images to learn from. */
  readonly train?: number;
  /** Number of images to be judged by. */
  readonly test?: number;
}

const CLASSES = 10;
const SIZE = SIDE * SIDE;
const THINNEST = 0.7;
const THICKEST = 1.6;
const NOISE = 0.15;

/**
 * Draws the built-in data set: handwritten-looking digits, 28 x 28 bytes, white on black. The same seed
 * gives the same bytes, and a larger set begins with the smaller one. Labels are balanced: every ten
 * images hold each digit once, in random order.
 * @throws {InputError} when a count is not a positive integer
 */
export function makeDigits({ seed = 1, train = 10_000, test = 2_000 }: DigitsOptions = {}): ClassSet {
  const halves = {
    train: makeSplit(countOf('train', train), randomStream(seed, 'digits/train')),
    test: makeSplit(countOf('test', test), randomStream(seed, 'digits/test')),
  };
  const { train: a, test: b } = halves;
  const checksum = sha256(a.inputs, a.labels, b.inputs, b.labels);
  return {
    name: 'digits',
    classes: CLASSES,
    ...halves,
    checksum,
    verified: true,
    source: `built in, seed ${seed}`,
  };
}

function makeSplit(count: number, random: RandomStream): ClassSplit {
  const pixels = new Uint8Array(count * SIZE);
  const labels = new Uint8Array(count);
  const ink = new Float32Array(SIZE);
  let order = permutation(random, CLASSES);
  for (let i = 0; i < count; i++) {
    if (i > 0 && i % CLASSES === 0) order = permutation(random, CLASSES);
    labels[i] = order[i % CLASSES];
    drawDigit(labels[i], random, ink);
    expose(ink, random, pixels.subarray(i * SIZE, (i + 1) * SIZE));
  }
  return { count, shape: [SIDE, SIDE], inputs: pixels, scale: 1 / 255, labels };
}

function drawDigit(digit: number, random: RandomStream, ink: Float32Array): void {
  ink.fill(0);
  const ways = glyphs[digit];
  const lines = write(ways[random.integer(ways.length)], random, hand);
  const radius = THINNEST + (THICKEST - THINNEST) * random.uniform();
  for (const line of lines) draw(line, radius, ink);
}

/** Ink to bytes, with noise that lifts the background and dims the stroke. */
function expose(ink: Float32Array, random: RandomStream, pixels: Uint8Array): void {
  for (let i = 0; i < SIZE; i++) {
    const noise = NOISE * random.uniform();
    pixels[i] = Math.round(255 * (noise + (1 - 2 * noise) * ink[i]));
  }
}

function countOf(what: string, n: number): number {
  if (Number.isInteger(n) && n > 0) return n;
  return refuse({ where: `digits.${what}`, got: String(n), expected: 'a positive integer' });
}
