import { refuse } from '../../errors.js';
import type { Network } from '../../network/network.js';
import {
  initialParameters,
  type Parameters,
  parameterShapes,
  pathwayShapes,
} from '../../network/parameters.js';
import { listed } from '../../schema.js';
import { pathwayOf } from '../../sim/pathway.js';
import type { Rule } from '../../sim/rule.js';
import { readWeights } from '../weights/read.js';
import type { GivenWeights, Weights } from '../weights/weights.js';

/** What runs begin with: weights of a file, where there is one, and what their seeds draw. */
export interface Beginning {
  /** As written down with a run: with the hash of the file. */
  readonly params?: GivenWeights;
  /** What is to be said of the file, a line each. */
  readonly notes: readonly string[];
  /** The parameters of a run. @param seed of what is drawn */
  parameters(seed: number): Parameters;
}

/**
 * Reads the weights that are asked for. What the rule needs beside them, weights of a feedback pathway, is drawn where
 * the file lacks it.
 * @throws {InputError} on a file that does not fit the network, or is not the one that was written down
 */
export function beginningOf(
  network: Network,
  rule: Rule,
  { params, seed }: { readonly params?: GivenWeights | undefined; readonly seed: number },
): Beginning {
  const pathway = pathwayOf(rule);
  const drawn = (of: number) => initialParameters(network, of, pathway);
  if (!params) return { notes: [], parameters: drawn };
  const read = readWeights(params.file, network, params, params.partial);
  const { sha256, ...how } = params;
  if (sha256 !== undefined && sha256 !== read.sha256) refuseOtherFile(params, read);
  const first = Object.keys(drawn(seed));
  return {
    params: { ...how, sha256: read.sha256 },
    notes: [...read.notes, ...pathwayNotes(network, params.file, first, read)],
    parameters: (of) => {
      const all = read.parameters(drawn(of));
      return Object.fromEntries(first.map((name) => [name, all[name]]));
    },
  };
}

/** What is drawn beside the file, and what of it the rule has no use for. */
function pathwayNotes(
  network: Network,
  file: string,
  needed: readonly string[],
  { names }: Weights,
): string[] {
  const forward = parameterShapes(network);
  const [again, idle] = [
    needed.filter((name) => !Object.hasOwn(forward, name) && !names.includes(name)),
    Object.keys(pathwayShapes(network, Object.fromEntries(names.map((name) => [name, true])))).filter(
      (name) => !needed.includes(name),
    ),
  ];
  return [
    ...(again.length > 0 ? [`${file} has no ${listed(again)}: drawn`] : []),
    ...(idle.length > 0 ? [`${file}: ${listed(idle)} not taken: the rule has no use for it`] : []),
  ];
}

function refuseOtherFile({ file, sha256 }: GivenWeights, read: Weights): never {
  return refuse({
    where: file,
    got: `sha256 ${read.sha256.slice(0, 12)}...`,
    expected: `${sha256!.slice(0, 12)}... as written down`,
    hint: 'leaving the sha256 out, to begin with the file as it is now',
  });
}
