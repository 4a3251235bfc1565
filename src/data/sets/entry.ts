import type { DataSet, Split } from '../dataset.js';
import type { Content } from '../idx.js';

/** A file of a data set: where it lies, where it comes from and how to know it. */
export interface DataFile {
  /** Subfolder of the data directory and of a mirror of one's own, such as `mnist`. */
  readonly folder: string;
  /** Name as the mirrors serve it, such as `train-images-idx3-ubyte.gz`; the file may also lie unpacked. */
  readonly name: string;
  /** Base URLs, each ending with '/', in the order in which they are tried. */
  readonly mirrors: readonly string[];
  /** Size of the uncompressed content, in bytes. */
  readonly bytes: number;
  /** sha256 of the uncompressed content, in hex. */
  readonly sha256: string;
}

/** A data set read from files. */
export interface FileSet {
  /** What it is, in one line. */
  readonly about: string;
  readonly classes: number;
  readonly files: readonly DataFile[];
  /** Makes both splits of the files' uncompressed content, given in the order of `files`. */
  read(contents: readonly Content[]): { train: Split; test: Split };
}

/** A data set that is computed. */
export interface BuiltInSet {
  /** What it is, in one line. */
  readonly about: string;
  readonly classes: number;
  make(): DataSet;
}

/** An entry of the catalogue. */
export type Entry = FileSet | BuiltInSet;

/** Name of a file inside a data directory, such as `mnist/train-images-idx3-ubyte.gz`. */
export function fileName({ folder, name }: DataFile): string {
  return `${folder}/${name}`;
}
