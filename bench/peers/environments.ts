import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheDirectory } from '../../src/data/locate.js';

/** The environment variable that names a folder of virtual environments of one's own. */
export const FOLDER_VARIABLE = 'RELAXON_PEERS';

const requirements = fileURLToPath(new URL('requirements', import.meta.url));

/** Where the virtual environments are: outside of the repository. */
export const peersFolder = (): string =>
  process.env[FOLDER_VARIABLE] || join(cacheDirectory(process.env), 'peers');

/** Every environment: one for each file of requirements. */
export const environmentNames = (): string[] =>
  readdirSync(requirements)
    .filter((file) => file.endsWith('.txt'))
    .map((file) => file.slice(0, -4))
    .sort();

/** The virtual environment of some peers, in a folder of environments. */
export class Environment {
  constructor(
    readonly name: string,
    private readonly folder = peersFolder(),
  ) {}

  /** Its own folder. */
  get path(): string {
    return join(this.folder, this.name);
  }

  get python(): string {
    return process.platform === 'win32'
      ? join(this.path, 'Scripts', 'python.exe')
      : join(this.path, 'bin', 'python');
  }

  get requirementsFile(): string {
    return join(requirements, `${this.name}.txt`);
  }

  /** Whether it was made to its end, from whatever requirements. */
  get complete(): boolean {
    return existsSync(this.marker) && existsSync(this.python);
  }

  /** Whether it was made to its end from the requirements as they are now. */
  get current(): boolean {
    return this.complete && readFileSync(this.marker, 'utf8') === this.requirements();
  }

  /** Why it could not be made the last time. */
  get failure(): string | undefined {
    return existsSync(this.failureFile) ? readFileSync(this.failureFile, 'utf8').trim() : undefined;
  }

  /** Written last: whatever ends before leaves an environment that nobody takes. */
  markComplete(): void {
    rmSync(this.failureFile, { force: true });
    writeFileSync(this.marker, this.requirements());
  }

  /** Leaves nothing but the reason. */
  markFailed(reason: string): void {
    this.remove();
    writeFileSync(this.failureFile, `${reason}\n`);
  }

  remove(): void {
    // The marker first: half of a folder shall not pass for a whole one.
    rmSync(this.marker, { force: true });
    rmSync(this.path, { recursive: true, force: true });
  }

  private get marker(): string {
    return join(this.path, 'made-from.txt');
  }

  private get failureFile(): string {
    return join(this.folder, `${this.name}.failed.txt`);
  }

  private requirements(): string {
    return readFileSync(this.requirementsFile, 'utf8');
  }
}
