/** Where the code of plug-ins finds this package. */
export const libraryKey = 'relaxon.library';

/**
 * This package as a plug-in imports it: the very module that runs here, wherever the plug-in lies, so that there is one copy
 * of every list.
 * @returns the text of a module that has its exports
 */
export async function librarySource(): Promise<string> {
  const library = await import('../../index.js');
  (globalThis as Record<symbol, unknown>)[Symbol.for(libraryKey)] = library;
  const names = Object.keys(library).join(', ');
  return `export const { ${names} } = globalThis[Symbol.for(${JSON.stringify(libraryKey)})];\n`;
}
