import { choose, refuse } from '../errors.js';
import { adding as addTo } from '../registry.js';
import { show } from '../schema.js';
import { adding } from './sets/adding.js';
import { adding28 } from './sets/adding-28.js';
import { cifar10 } from './sets/cifar-10.js';
import { cifar10Part } from './sets/cifar-10-part.js';
import { cifar100 } from './sets/cifar-100.js';
import { cifar100Coarse } from './sets/cifar-100-coarse.js';
import { digits } from './sets/digits.js';
import { digitsRows } from './sets/digits-rows.js';
import { emnistBalanced } from './sets/emnist-balanced.js';
import { emnistByclass } from './sets/emnist-byclass.js';
import { emnistBymerge } from './sets/emnist-bymerge.js';
import { emnistDigits } from './sets/emnist-digits.js';
import { emnistLetters } from './sets/emnist-letters.js';
import { emnistMnist } from './sets/emnist-mnist.js';
import type { Entry, FileSet } from './sets/entry.js';
import { fashionMnist } from './sets/fashion-mnist.js';
import { kmnist } from './sets/kmnist.js';
import { mnist } from './sets/mnist.js';
import { mnistRows } from './sets/mnist-rows.js';
import { optdigits } from './sets/optdigits.js';
import { svhn } from './sets/svhn.js';
import { text } from './sets/text.js';

/** Every data set by its name. A new one is a file in `sets/` and a line here. */
export const catalogue: Readonly<Record<string, Entry>> = {
  digits,
  optdigits,
  mnist,
  'fashion-mnist': fashionMnist,
  kmnist,
  'emnist-digits': emnistDigits,
  'emnist-letters': emnistLetters,
  'emnist-balanced': emnistBalanced,
  'emnist-bymerge': emnistBymerge,
  'emnist-byclass': emnistByclass,
  'emnist-mnist': emnistMnist,
  'cifar-10': cifar10,
  'cifar-10-part': cifar10Part,
  'cifar-100': cifar100,
  'cifar-100-coarse': cifar100Coarse,
  svhn,
  'digits-rows': digitsRows,
  'mnist-rows': mnistRows,
  text,
  adding,
  'adding-28': adding28,
};

/** Adds a data set at run time. @throws {InputError} */
export const addDataSet = addTo<Entry>('data sets', catalogue, { about: 'string' }, (entry, name) => {
  const whole = 'make' in entry ? typeof entry.make : 'files' in entry && typeof entry.read;
  if (whole !== 'function')
    refuse({
      where: `data sets.${name}`,
      got: 'neither make nor files',
      expected: 'make, or files and read',
    });
  const size = 'targetSize' in entry ? entry.targetSize : entry.classes;
  if (size === undefined ? !('make' in entry) : typeof size !== 'number')
    refuse({
      where: `data sets.${name}.classes`,
      got: show(size),
      expected: 'a number, or targetSize where targets are numbers',
    });
});

/** The entry called `name`. @throws {InputError} naming the data sets and the nearest match */
export function entryOf(name: string): Entry {
  return choose('data set', catalogue, name);
}

/** The entry called `name`, which must be kept in files. @throws {InputError} when unknown or built in */
export function fileSetOf(name: string): FileSet {
  const entry = entryOf(name);
  if ('files' in entry) return entry;
  return refuse({
    where: 'data set',
    got: `"${name}", which is built in`,
    expected: 'one that is kept in files',
  });
}
