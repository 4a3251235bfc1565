import { PNG } from 'pngjs';
import { refuse } from '../../errors.js';

/** An image: rows from the top, `channels` numbers a pixel. */
export interface Image {
  readonly width: number;
  readonly height: number;
  /** 1 of grey ones, 3 of colours. */
  readonly channels: 1 | 3;
  /** Of 8 bits, or of 16. */
  readonly pixels: Uint8Array | Uint16Array;
}

const signature = '89504e470d0a1a0a';
/** The most pixels an image may have. */
const most = 2 ** 26;
const COLOUR = 2;

/**
 * Reads a PNG file of any kind by pngjs: bits, palette and interlacing as they may be.
 * @throws {InputError} naming the file when it is damaged, too large, or transparent somewhere
 */
export function readPng(file: string, bytes: Uint8Array): Image {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.subarray(0, 8).toString('hex') !== signature || buffer.length < 33) {
    const got =
      buffer.length === 0
        ? 'an empty file'
        : `a file that starts with ${buffer.subarray(0, 4).toString('hex')}`;
    refuse({ where: file, got, expected: 'a PNG image' });
  }
  const pixels = buffer.readUInt32BE(16) * buffer.readUInt32BE(20);
  if (pixels > most) refuse({ where: file, got: `${pixels} pixels`, expected: `at most ${most}` });
  const wide = buffer[24] === 16;
  const { width, height, data } = decoded(file, buffer, wide);
  const channels = (buffer[25] & COLOUR) === 0 ? 1 : 3;
  refuseTransparent(file, data, width, wide);
  return { width, height, channels, pixels: withChannels(data, width * height, channels) };
}

function decoded(
  file: string,
  buffer: Buffer,
  wide: boolean,
): { width: number; height: number; data: Uint8Array | Uint16Array } {
  try {
    // Otherwise 16 bits would be rounded to 8.
    return PNG.sync.read(buffer, { skipRescale: wide });
  } catch (error) {
    return refuse({
      where: file,
      got: `a damaged image (${(error as Error).message})`,
      expected: 'a PNG image',
    });
  }
}

function refuseTransparent(file: string, data: Uint8Array | Uint16Array, width: number, wide: boolean): void {
  const opaque = wide ? 65535 : 255;
  for (let at = 3; at < data.length; at += 4) {
    if (data[at] === opaque) continue;
    const pixel = (at - 3) / 4;
    const where = `${file} row ${Math.floor(pixel / width) + 1}, column ${(pixel % width) + 1}`;
    refuse({
      where,
      got: 'a transparent pixel',
      expected: 'an image without transparency',
      hint: 'flattening it onto a colour',
    });
  }
}

// Of red, green, blue and opacity.
function withChannels<A extends Uint8Array | Uint16Array>(data: A, pixels: number, channels: 1 | 3): A {
  const kept = data.slice(0, pixels * channels) as A;
  for (let i = 0; i < pixels; i++)
    for (let c = 0; c < channels; c++) kept[i * channels + c] = data[4 * i + c];
  return kept;
}
