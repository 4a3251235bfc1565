import type { Configuration } from '../../lab/configuration.js';
import { depthNote } from '../../lab/runs/depth-note.js';
import type { Provenance } from '../../lab/runs/provenance.js';
import { descriptionLines, networkLine } from '../../lab/runs/tables.js';
import { backendLine } from '../../sim/batched/backend.js';
import { say } from '../output.js';

/** Says what will be trained, on what, and where. */
export function announce(
  provenance: Provenance,
  configuration: Configuration,
  where: string,
  notes: readonly string[] = [],
): void {
  if (provenance.backend) say(backendLine(provenance.backend));
  const { name, source, verified, checksum, description } = provenance.data;
  say(`data ${name} from ${source}, sha256 ${checksum.slice(0, 12)}`);
  if (description) for (const line of descriptionLines(description)) say(line);
  if (!verified) say(`note: these are not the published files of ${name}`);
  const { params } = provenance;
  if (params) say(`weights from ${params.file}, sha256 ${params.sha256.slice(0, 12)}`);
  for (const note of notes) say(`note: ${note}`);
  const note = depthNote(configuration);
  if (note !== undefined) say(note);
  say(`training ${networkLine(configuration.network)} by ${configuration.rule} ${where}`);
}
