import { createRequire, type SourceMapPayload } from 'node:module';
import { dirname, extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Loader, Message, OnLoadResult, OutputFile, Plugin, PluginBuild } from 'esbuild';
import { InputError, refuse } from '../../errors.js';
import type { PluginRecord } from '../../lab/configuration-schema.js';
import { readBytes } from '../../lab/files.js';
import { librarySource } from './library.js';
import { recordOf } from './record.js';

/** A plug-in as one module of JavaScript, and what is written down of it. */
export interface Bundled {
  readonly code: string;
  /** Which line of which file each line of it was made of. */
  readonly map: SourceMapPayload;
  readonly record: PluginRecord;
}

const loaders: Readonly<Record<string, Loader>> = {
  ...{ '.ts': 'ts', '.mts': 'ts', '.cts': 'ts', '.js': 'js', '.mjs': 'js', '.cjs': 'js' },
  ...{ '.json': 'json', '.txt': 'text' },
};

/** What a plug-in's file may be called. */
const endings = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/**
 * Translates a plug-in, with what it imports by a path, to one module. Packages are left to Node; `relaxon` is this package.
 * @param file its absolute path
 * @param where what errors call it
 * @throws {InputError} on a file that is none, and on the first mistake in it, with its line
 */
export async function bundlePlugin(file: string, where: string): Promise<Bundled> {
  if (!endings.includes(extname(file)))
    refuse({
      where,
      got: `a file that ends in "${extname(file)}"`,
      expected: `one of ${endings.join(', ')}`,
    });
  const sources = new Map<string, Uint8Array>();
  // Before the compiler is: it would say less of a file that is not there, or no file.
  sources.set(file, readBytes(file, 'json'));
  const { build, stop, transform } = await import('esbuild');
  const library = await librarySource();
  try {
    const result = await build({
      ...{
        entryPoints: [file],
        bundle: true,
        write: false,
        format: 'esm',
        platform: 'node',
        target: 'node20',
      },
      ...{ sourcemap: 'external', logLevel: 'silent', outdir: dirname(file), charset: 'utf8' },
      // Those of Node, and none that only bundlers know.
      ...{ conditions: [], tsconfigRaw: {} },
      plugins: [ours(library, sources, transform)],
    });
    return { ...outOf(result.outputFiles, dirname(file)), record: recordOf(file, sources) };
  } catch (error) {
    const [first] = (error as { readonly errors?: readonly Message[] }).errors ?? [];
    if (!first) throw error;
    return refuseCode(where, file, first);
  } finally {
    await stop();
  }
}

/** The text of one of the files that came out; a map has absolute paths. */
function outOf(files: readonly OutputFile[], folder: string): Pick<Bundled, 'code' | 'map'> {
  const [map, code] = ['.map', '.js'].map((ending) => files.find(({ path }) => path.endsWith(ending))!.text);
  const payload = JSON.parse(map) as SourceMapPayload;
  return { code, map: { ...payload, sources: payload.sources.map((source) => resolve(folder, source)) } };
}

function refuseCode(where: string, file: string, { text, location, detail }: Message): never {
  // What we threw ourselves says it best.
  if (detail instanceof InputError) throw new InputError(`${where}: ${detail.message}`);
  const in_ = location && resolve(location.file) !== file ? ` ${location.file}` : '';
  const at = location ? `:${location.line}:${location.column + 1}` : '';
  refuse({
    where: `${where}${in_}${at}`,
    got: text.replace(/\.$/, '').replace('"relaxon:relaxon"', '"relaxon"'),
    expected: 'TypeScript or JavaScript that can be loaded',
  });
}

type Transform = typeof import('esbuild').transform;

function ours(library: string, sources: Map<string, Uint8Array>, transform: Transform): Plugin {
  return {
    name: 'relaxon',
    setup(build) {
      build.onResolve({ filter: /^relaxon(\/|$)/ }, ({ path }) =>
        path === 'relaxon'
          ? { path, namespace: 'relaxon' }
          : {
              errors: [{ text: `import of ${JSON.stringify(path)}: all that plug-ins use is in "relaxon"` }],
            },
      );
      build.onLoad({ filter: /.*/, namespace: 'relaxon' }, () => ({ contents: library, loader: 'js' }));
      leavePackages(build);
      build.onLoad({ filter: /.*/, namespace: 'file' }, ({ path }) => loaded(path, sources, transform));
    },
  };
}

/** Has Node load packages: beside the plug-in, or else those of this package, such as zod. */
function leavePackages(build: PluginBuild): void {
  build.onResolve({ filter: /^[^./]/ }, async ({ path, resolveDir, kind, pluginData }) => {
    if (pluginData === 'ours' || /^[a-zA-Z]:/.test(path) || kind === 'entry-point') return undefined;
    const found = await build.resolve(path, { resolveDir, kind, pluginData: 'ours' });
    if (found.errors.length === 0)
      return found.namespace === 'file' && !found.external
        ? { path: pathToFileURL(found.path).href, external: true }
        : found;
    const own = ownPackage(path);
    return own ? { path: pathToFileURL(own).href, external: true } : found;
  });
}

function ownPackage(path: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(path);
  } catch {
    return undefined;
  }
}

/** A file's text, in which what it says of its own place is still so when it is part of another. */
async function loaded(
  path: string,
  sources: Map<string, Uint8Array>,
  transform: Transform,
): Promise<OnLoadResult | undefined> {
  const loader = loaders[extname(path)];
  if (!loader) return undefined;
  const bytes = sources.get(path) ?? readBytes(path, 'json');
  sources.set(path, bytes);
  const contents = Buffer.from(bytes).toString('utf8');
  if (!contents.includes('import.meta')) return { contents, loader };
  const define = {
    'import.meta.url': JSON.stringify(pathToFileURL(path).href),
    'import.meta.filename': JSON.stringify(path),
    'import.meta.dirname': JSON.stringify(dirname(path)),
  };
  try {
    const { code } = await transform(contents, {
      loader,
      define,
      sourcefile: path,
      sourcemap: 'inline',
      target: 'node20',
      logLevel: 'silent',
    });
    return { contents: code, loader: 'js' };
  } catch {
    // Said again by whoever reads it as it is.
    return { contents, loader };
  }
}
