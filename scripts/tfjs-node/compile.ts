import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fail } from '../../src/errors.js';
import { type Library, napiVersion } from './layout.js';
import { run } from './run.js';
import type { Say } from './step.js';

const where = 'tfjs-node';
const headersVersion = '1.9.0';

/** The compiler for C++. @throws {RelaxonError} where there is none */
export function findCompiler(): string {
  const tried = process.env.CXX ? [process.env.CXX] : ['g++', 'clang++', 'c++'];
  const found = tried.find((command) => run(command, ['--version']).ok);
  if (found) return found;
  const hint = 'a package such as g++, or CXX=COMPILER';
  return fail({ where, got: `none of ${tried.join(', ')}`, expected: 'a compiler for C++', hint });
}

/** Where node_api.h is: in a folder that is named, beside this Node, or in a package of it from npm. */
export function findHeaders(nodedir: string | undefined, say: Say): { include: string; done(): void } {
  const prefix = nodedir ?? join(dirname(process.execPath), '..');
  const own = [join(prefix, 'include', 'node'), join(prefix, 'src')].find((path) =>
    existsSync(join(path, 'node_api.h')),
  );
  if (own) return { include: own, done: () => {} };
  if (nodedir !== undefined) {
    fail({
      where: `${where} --nodedir`,
      got: `${nodedir} without include/node/node_api.h`,
      expected: 'headers of Node',
    });
  }
  say('taking the headers of Node from npm, for there are none beside it');
  const folder = mkdtempSync(join(tmpdir(), 'relaxon-headers-'));
  const done = () => rmSync(folder, { recursive: true, force: true });
  const { ok, reason } = run('npm', ['install', '--prefix', folder, `node-api-headers@${headersVersion}`]);
  if (ok) return { include: join(folder, 'node_modules', 'node-api-headers', 'include'), done };
  done();
  return fail({
    where,
    got: `no headers of Node (${reason})`,
    expected: 'node_api.h',
    hint: '--nodedir DIR',
  });
}

/** Builds the binding of an installed package against the library; it is put into place when it is done. */
export function compileBinding(home: string, library: Library, compiler: string, headers: string): void {
  const napi = napiOf(home);
  const libraries = linkLibraries(home, library);
  const target = join(home, 'lib', `napi-v${napi}`);
  const part = join(home, 'lib', `part-${process.pid}`);
  mkdirSync(part, { recursive: true });
  const flags = [
    '-std=c++17',
    '-O3',
    '-fPIC',
    '-shared',
    `-DNAPI_VERSION=${napi}`,
    '-DBUILDING_NODE_EXTENSION',
  ];
  const folders = [`-I${headers}`, `-I${library.include}`, '-I..', `-L${libraries}`];
  const linked = ['-ltensorflow', '-ltensorflow_framework', '-Wl,-rpath,$ORIGIN/../../deps/lib'];
  const sources = ['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc'];
  const args = [...flags, ...folders, ...sources, ...linked, '-o', join(part, 'tfjs_binding.node')];
  const { ok, reason } = run(compiler, args, { cwd: home });
  if (!ok) {
    rmSync(part, { recursive: true });
    const got = `a binding that does not compile (${reason})`;
    fail({ where, got, expected: 'one that does', hint: 'another compiler: CXX=...' });
  }
  rmSync(target, { recursive: true, force: true });
  renameSync(part, target);
}

/** The version of Node-API to build for. */
function napiOf(home: string): number {
  const { binary } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    binary: { napi_versions: readonly number[] };
  };
  const ours = process.versions.napi;
  const expected = `one of ${binary.napi_versions.join(', ')}`;
  const hint = 'another version of Node';
  return (
    napiVersion(binary.napi_versions, Number(ours)) ??
    fail({ where, got: `Node-API ${ours}`, expected, hint })
  );
}

/** Links by the names that the binding is linked by, and by those that the libraries have for each other. */
function linkLibraries(home: string, { main, framework }: Library): string {
  const libraries = join(home, 'deps', 'lib');
  rmSync(join(home, 'deps'), { recursive: true, force: true });
  mkdirSync(libraries, { recursive: true });
  const links: Readonly<Record<string, string>> = {
    [basename(main)]: main,
    [basename(framework)]: framework,
    'libtensorflow.so': main,
    'libtensorflow_framework.so': framework,
  };
  for (const [name, path] of Object.entries(links)) symlinkSync(path, join(libraries, name));
  return libraries;
}
