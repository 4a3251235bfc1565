import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** uPlot as a page has it in itself: the library's own build, under its licence. */
export interface InlineLibrary {
  readonly script: string;
  readonly style: string;
}

/** The build of uPlot that is installed with this program. */
export function uPlot(): InlineLibrary {
  const { resolve } = createRequire(import.meta.url);
  const read = (file: string) => readFileSync(resolve(`uplot/${file}`), 'utf8').trim();
  const { version } = JSON.parse(read('package.json')) as { readonly version: string };
  const licence = read('LICENSE').replaceAll('*/', '* /');
  return {
    script: `/*! uPlot ${version}, https://github.com/leeoniya/uPlot\n\n${licence}\n*/\n${read('dist/uPlot.iife.min.js')}`,
    style: read('dist/uPlot.min.css'),
  };
}
