import { sha256 } from '../../data/index.js';
import { refuse } from '../../errors.js';
import type { Network } from '../../network/network.js';
import { listed } from '../../schema.js';
import { readBytes } from '../files.js';
import { parametersOf, splitTensors } from '../parameter-tensors.js';
import { refuseMisfits } from '../pytorch/misfits.js';
import { decodeSafetensors } from '../safetensors/index.js';
import { adviceFor } from './advice.js';
import { type Aims, type Attempt, aimsFor, bestAttempt, expectedIn, fitting } from './attempts.js';
import { renamed } from './renames.js';
import { sides, type Weights, type WeightsOptions } from './weights.js';

/**
 * Reads weights for a network from a safetensors file: ours, a checkpoint, or a `state_dict` of PyTorch. Names are taken as they
 * are, without what they all begin with (`model.`), or as places in an `nn.Sequential`; whichever fits, in the layout that
 * the file says it has (`format: pt`), else in ours, else in PyTorch's. F16 and BF16 are widened.
 * @param partly the file may lack some, and have others beside; the notes say which
 * @throws {InputError} naming the file, and all tensors that are missing, left over, or of another shape or type
 */
export function readWeights(
  path: string,
  network: Network,
  { rename, layout }: WeightsOptions = {},
  partly = false,
): Weights {
  const bytes = readBytes(path, 'tensors');
  refusePickled(bytes, path);
  const { tensors, metadata } = decodeSafetensors(bytes, path);
  const { parameters } = splitTensors(Object.fromEntries(tensors));
  const given = rename ? renamed(parameters, rename, path) : parameters;
  const aims = aimsFor(network, layout);
  const wanted = layout ? [layout] : metadata.format === 'pt' ? sides.toReversed() : sides;
  const fit = bestAttempt(given, wanted, aims, partly);
  refuseUnfit(path, fit, aims, partly);
  return { ...taken(path, fit, aims), layout: fit.side, sha256: sha256(bytes) };
}

function refuseUnfit(path: string, fit: Attempt, aims: Aims, partly: boolean): void {
  const { side, tensors, misfits } = fit;
  const serious = partly ? misfits.filter(({ kind }) => kind === 'wrong') : misfits;
  if (serious.length === 0 && (!partly || fitting(fit) > 0)) return;
  const other = aims.modules.length > 0 && side === 'pytorch' ? 'relaxon' : 'pytorch';
  const there = aimsFor(aims.network, undefined);
  const fits = bestAttempt(tensors, [other], there, false).misfits.length === 0;
  const expected = expectedIn(side, tensors, aims);
  refuseMisfits(
    path,
    serious.length > 0 ? serious : misfits,
    fits ? `--layout ${other}: these tensors are in it` : adviceFor(tensors, expected),
  );
}

function taken(
  path: string,
  { side, tensors, misfits }: Attempt,
  { translation }: Aims,
): Pick<Weights, 'names' | 'parameters' | 'notes'> {
  const [left, missing] = (['left over', 'missing'] as const).map((kind) =>
    misfits.filter((one) => one.kind === kind).map(({ name }) => name),
  );
  const kept = Object.entries(tensors).filter(([name]) => !left.includes(name));
  const values = parametersOf(new Map(kept), path);
  const there = side === 'pytorch';
  return {
    names: Object.keys(values),
    notes: [
      ...(missing.length > 0 ? [`${path} lacks ${listed(missing)}: as drawn`] : []),
      ...(left.length > 0 ? [`${path} has ${listed(left)} beside: not taken`] : []),
      ...(there ? translation.notes : []),
    ],
    parameters: (standIns = {}) => {
      if (!there) return { ...standIns, ...values };
      const all = missing.length > 0 ? { ...translation.toPyTorch(standIns), ...values } : values;
      return { ...standIns, ...translation.fromPyTorch(all) };
    },
  };
}

/** @throws {InputError} on files that Python writes by itself, which run a program when they are read */
function refusePickled(bytes: Uint8Array, path: string): void {
  // In safetensors the header follows, behind its length.
  if (bytes[8] === 0x7b) return;
  const zip = bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3;
  const pickle = bytes[0] === 0x80 && bytes[1] >= 2 && bytes[1] <= 5;
  if (!zip && !pickle) return;
  refuse({
    where: path,
    got: zip ? 'a zip archive, as torch.save writes' : 'a pickle of Python',
    expected: 'a file in safetensors format',
    hint: 'safetensors.torch.save_file(net.state_dict(), "weights.safetensors") in Python',
  });
}
