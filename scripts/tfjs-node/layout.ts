import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where libtensorflow and its headers lie. */
export interface Library {
  readonly include: string;
  /** The C API, and what it is linked against. */
  readonly main: string;
  readonly framework: string;
}

/** Names of the two libraries in a Python package (since 2.12), and in the archive for C. */
const names = [
  ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
  ['libtensorflow.so.2', 'libtensorflow_framework.so.2'],
  ['libtensorflow.so', 'libtensorflow_framework.so'],
] as const;

/**
 * The library in a folder: the package of Python (`.../site-packages/tensorflow`), an unpacked archive for C, or its `lib`.
 * @param exists whether a file is there
 * @returns it, or what was missing
 */
export function libraryIn(folder: string, exists: (path: string) => boolean = existsSync): Library | string {
  const include = [join(folder, 'include'), join(folder, '..', 'include')].find((path) =>
    exists(join(path, 'tensorflow', 'c', 'eager', 'c_api.h')),
  );
  for (const home of [folder, join(folder, 'lib')]) {
    for (const [main, framework] of names) {
      if (!exists(join(home, main)) || !exists(join(home, framework))) continue;
      if (!include) return `no include/tensorflow/c/eager/c_api.h beside ${join(home, main)}`;
      return { include, main: join(home, main), framework: join(home, framework) };
    }
  }
  return include
    ? 'no libtensorflow_cc.so.2 (a TensorFlow before 2.12 keeps its C API inside of a Python extension)'
    : 'no libtensorflow in it';
}

/** What pip calls the wheel of a machine; undefined where there is none that has the library. */
export function wheelOf(platform: string, arch: string): { name: string; platform: string } | undefined {
  if (platform !== 'linux') return undefined;
  if (arch === 'x64') return { name: 'tensorflow-cpu', platform: 'manylinux_2_27_x86_64' };
  if (arch === 'arm64') return { name: 'tensorflow', platform: 'manylinux_2_27_aarch64' };
  return undefined;
}

/** Whether a file of the wheel is needed: the two libraries, and headers of the C API with what these include. */
export const isNeeded = (path: string): boolean =>
  /^tensorflow\/libtensorflow_(cc|framework)\.so\.2$/.test(path) ||
  /^tensorflow\/include\/(tensorflow\/c|xla\/tsl\/c)\//.test(path) ||
  /^tensorflow\/include\/.*\/ctstring\w*\.h$/.test(path);

/** The highest version of Node-API that both have. */
export const napiVersion = (offered: readonly number[], ours: number): number | undefined =>
  Math.max(...offered.filter((version) => version <= ours), 0) || undefined;
