import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, refuse } from '../../errors.js';
import { readRegularFile } from '../../regular-file.js';
import type { Content } from '../idx.js';
import { type Image, readPng } from './png.js';
import type { Found, Samples } from './samples.js';

interface Labelled {
  readonly file: string;
  /** The folder that it is in. */
  readonly label: string;
}

/**
 * The PNG images of a folder that has a folder for each class, in the order of their names; without `targets` those that lie in
 * the folder itself are taken, too.
 * @throws {InputError} on anything else in it, and on images that are damaged or not all of one size
 */
export function readImages(
  folder: string,
  targets: boolean,
): Found & { readonly contents: readonly Content[] } {
  const files = imagesIn(folder, targets);
  if (files.length === 0)
    refuse({
      where: folder,
      got: 'no images',
      expected: targets ? 'a folder of PNG images for each class' : 'PNG images',
    });
  const contents = files.map(({ file }) => ({ file, bytes: bytesOf(file) }));
  const images = contents.map(({ file, bytes }) => readPng(file, bytes));
  const samples = samplesOf(files, images);
  return { contents, samples: targets ? { ...samples, targets: labelsOf(files) } : samples, notes: [] };
}

function imagesIn(folder: string, targets: boolean): Labelled[] {
  return namesIn(folder).flatMap((name): Labelled[] => {
    const path = join(folder, name);
    const inner = statSync(path).isDirectory();
    if (!inner && targets)
      return refuse({
        where: path,
        got: 'a file',
        expected: 'only folders, one for each class, with PNG images in them',
      });
    if (!inner) return [image(path, '')];
    const files = namesIn(path).map((one) => image(join(path, one), name));
    if (files.length === 0)
      refuse({ where: path, got: 'an empty folder', expected: 'PNG images of the class' });
    return files;
  });
}

function image(file: string, label: string): Labelled {
  if (statSync(file).isDirectory()) refuse({ where: file, got: 'a folder', expected: 'PNG images alone' });
  if (!file.toLowerCase().endsWith('.png'))
    refuse({
      where: file,
      got: 'another kind of file',
      expected: 'PNG images alone',
      hint: 'saving images as PNG',
    });
  return { file, label };
}

/** What systems leave in folders. */
const litter = /^\.|^(thumbs\.db|desktop\.ini)$/i;

function namesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !litter.test(name))
    .sort();
}

function bytesOf(file: string): Uint8Array {
  try {
    return readRegularFile(file, 'data');
  } catch (error) {
    if (error instanceof InputError) throw error;
    return refuse({ where: file, got: (error as Error).message, expected: 'a readable file' });
  }
}

const labelsOf = (files: readonly Labelled[]): NonNullable<Samples['targets']> => ({
  width: 1,
  names: ['folder'],
  at: (sample) => files[sample].label,
  place: (sample) => files[sample].file,
});

function samplesOf(files: readonly Labelled[], images: readonly Image[]): Samples {
  const [first] = images;
  const { width, height } = first;
  const channels = images.some((one) => one.channels === 3) ? 3 : 1;
  const size = width * height * channels;
  const wide = images.some(({ pixels }) => pixels instanceof Uint16Array);
  const inputs = wide ? new Float32Array(images.length * size) : new Uint8Array(images.length * size);
  for (const [i, one] of images.entries()) {
    if (one.width !== width || one.height !== height) {
      const expected = `${height} x ${width}, as ${files[0].file}`;
      refuse({
        where: files[i].file,
        got: `${one.height} x ${one.width} pixels`,
        expected,
        hint: 'bringing all to one size',
      });
    }
    const each = channels / one.channels;
    const unit = wide ? 1 / (one.pixels instanceof Uint16Array ? 65535 : 255) : 1;
    for (let k = 0; k < size; k++) inputs[i * size + k] = one.pixels[Math.floor(k / each)] * unit;
  }
  const shape = channels === 1 ? [height, width] : [height, width, channels];
  return { count: images.length, shape, form: 'image', inputs, scale: wide ? 1 : 1 / 255, names: [] };
}
