import type { Checksums } from '../checksums.js';
import type { ClassSplit, DataSet, RealSplit } from '../dataset.js';
import type { Content } from '../idx.js';

/** A file of a data set: where it lies, where it comes from and how to know it. */
export interface DataFile extends Checksums {
  /** Subfolder of the data directory and of a mirror of one's own, such as `mnist`. */
  readonly folder: string;
  /** Name as the mirrors serve it, such as `train-images-idx3-ubyte.gz`; the file may also lie unpacked. */
  readonly name: string;
  /** Base URLs, each ending with '/', in the order in which they are tried. */
  readonly mirrors: readonly string[];
  /** What it is published in, where it is not served by itself. */
  readonly archive?: Archive;
}

/** A tar or zip archive of files. */
export interface Archive extends DataFile {
  /** The folder in it that holds them. */
  readonly inside: string;
}

interface Filed<S> {
  /** What it is, in one line. */
  readonly about: string;
  readonly files: readonly DataFile[];
  /** Of a set that is a part of the published one: what it learns from, and what it is judged by. */
  readonly part?: string;
  /** Makes both splits of the files' uncompressed content, given in the order of `files`. */
  read(contents: readonly Content[]): { train: S; test: S };
}

/** A data set of classes that is read from files. */
export interface ClassFileSet extends Filed<ClassSplit> {
  readonly classes: number;
  /** What they are called, by their labels; by these, if not given. */
  readonly classNames?: readonly string[];
}

/** A data set of real-valued targets that is read from files. */
export interface RealFileSet extends Filed<RealSplit> {
  /** How many numbers a target has. */
  readonly targetSize: number;
}

/** A data set read from files. */
export type FileSet = ClassFileSet | RealFileSet;

/** A data set that is computed. */
export interface BuiltInSet {
  /** What it is, in one line. */
  readonly about: string;
  /** How many there are; none where targets are numbers. */
  readonly classes?: number;
  make(): DataSet;
}

/** An entry of the catalogue. */
export type Entry = FileSet | BuiltInSet;

/** Name of a file inside a data directory, such as `mnist/train-images-idx3-ubyte.gz`. */
export function fileName({ folder, name }: DataFile): string {
  return `${folder}/${name}`;
}
