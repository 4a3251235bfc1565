import { type Energy, total, type Ways } from '../messages/energy.js';

/** What some presentations cost, in a line: means over them. */
export function energyLine({ messages, operations }: Energy, presentations = 1): string {
  const mean = (count: number) => String(Math.round((10 * count) / presentations) / 10);
  const split = ({ up, down, teaching }: Ways) =>
    `${mean(up)} up, ${mean(down)} down, ${mean(teaching)} teaching`;
  return (
    `per presentation ${mean(total(messages))} messages (${split(messages)}), ` +
    `${mean(total(operations))} synaptic operations (${split(operations)})`
  );
}
