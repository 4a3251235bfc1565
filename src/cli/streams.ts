/**
 * Lets a reader go away: `relaxon info | head -1` is no error, and a training goes on when nobody reads what it
 * says. Output that cannot be written for another reason, such as a full disk, ends the process with 2.
 */
export function bearClosedStreams(): void {
  process.stderr.on('error', () => {});
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.stderr.write(
      `relaxon: standard output: got error ${error.code ?? error.message}, expected a place to write. ` +
        'Try freeing space or another place.\n',
    );
    process.exit(2);
  });
}
