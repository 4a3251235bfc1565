import { z } from 'zod';
import { type Energy, total } from '../../messages/energy.js';
import { readValue } from '../../schema.js';
import { readJsonLines } from '../files.js';
import { curves } from '../plots/index.js';
import type { Course } from './course.js';

/** Share of right answers as the stream went on, and at its end on held-out images. */
export function accuracyPlot(
  title: string,
  logEvery: number,
  { points, images }: Course,
  testAccuracy: number | null,
): string {
  const online = { name: 'online, before learning from each', points };
  const test = {
    name: 'held-out images, at the end',
    points: [[images, testAccuracy ?? 0]] as [number, number][],
  };
  const caption = `Online: share of right answers over the last ${logEvery} images, each given before learning from it.`;
  return curves({
    title,
    series: testAccuracy === null ? [online] : [online, test],
    ...{ x: 'images shown', y: 'accuracy (share of right answers)', yDomain: [0, 1], caption },
  });
}

const ways = z.looseObject({ up: z.number(), down: z.number(), teaching: z.number() });
const row = z.looseObject({ images: z.number(), messages: ways, operations: ways });

/** Messages of an image as the stream went on, by what they are for; none where there is no row. */
export function messagesPlot(metrics: string): string[] {
  const rows = readJsonLines(metrics)
    .filter(({ kind }) => kind === 'interval')
    .map((one, i) => readValue(`${metrics}:${i + 1}`, row, one));
  if (rows.length === 0) return [];
  const per = (way: 'up' | 'down' | 'teaching') =>
    rows.map((one, i): [number, number] => {
      const before = rows[i - 1] ?? { images: 0, messages: { [way]: 0 } };
      return [one.images, (one.messages[way] - Number(before.messages[way])) / (one.images - before.images)];
    });
  const series = [
    { name: 'up', points: per('up') },
    { name: 'down', points: per('down') },
    { name: 'to synapses, to learn', points: per('teaching') },
  ];
  return [
    curves({
      title: 'Messages of an image',
      series,
      ...{
        x: 'images shown',
        y: 'messages per image',
        caption: 'Mean over the images since the row before.',
      },
    }),
  ];
}

/** Messages and synaptic operations of all that was shown, per image. */
export const perImage = ({ messages, operations }: Energy, images: number) => ({
  messages: total(messages) / Math.max(1, images),
  synapticOperations: total(operations) / Math.max(1, images),
});
