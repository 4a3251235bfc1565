/** What to type to go on with a run, or with all runs of a folder. */
export function resumeCommand(directory: string): string {
  return `relaxon train --resume ${quoted(directory)}`;
}

/** A path as a shell takes it. */
export function quoted(path: string): string {
  return /^[\w./:@%+=,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
