import { RelaxonError } from '../../errors.js';
import { resumeCommand } from './resume-command.js';

/** A run, or several, that was asked to stop: its checkpoint is written. */
export class Interrupted extends RelaxonError {
  override readonly name = 'Interrupted';

  constructor(
    readonly directory: string,
    saved = 'the run is',
    command = resumeCommand(directory),
  ) {
    super(`interrupted; ${saved} saved. Go on with: ${command}`);
  }
}
