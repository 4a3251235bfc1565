import { existsSync } from 'node:fs';
import { type StreamEnd, streamFiles } from '../../lab/stream/run.js';

/** What came of a stream, and where it is, a line each. */
export function describe(end: StreamEnd, out: string, way: string): string[] {
  const { images, onlineAccuracy, testAccuracy, messages, synapticOperations, missed } = end;
  const files = streamFiles(out);
  return [
    ...(testAccuracy === null
      ? []
      : [`test accuracy ${testAccuracy.toFixed(4)} after ${images} images, ${way}`]),
    ...(onlineAccuracy === null ? [] : [`online accuracy ${onlineAccuracy.toFixed(4)} at the end`]),
    `${messages.toFixed(0)} messages and ${synapticOperations.toExponential(2)} synaptic operations per image`,
    ...(missed > 0 ? [`${missed} images were never answered`] : []),
    `accuracy ${files.accuracy}`,
    ...(existsSync(files.raster) ? [`raster ${files.raster}`] : []),
    `parameters ${files.parameters}`,
    `report ${files.report}`,
  ];
}
