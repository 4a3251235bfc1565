import { z } from 'zod';
import { refuse } from '../../errors.js';
import type { Message } from '../../messages/message.js';
import { kindsDown, kindsUp, readMessage } from '../../messages/read-message.js';
import { count } from '../../messages/schemas.js';
import { readValue } from '../../schema.js';
import type { ApicalPlaces } from './apical.js';
import type { UnderWay } from './arrival.js';
import type { DelayedDeliveryState } from './delayed-delivery.js';

const underWay = z.strictObject({ message: z.unknown(), future: count, number: count, synapse: count });
const delayedDelivery = z.strictObject({ message: z.unknown(), future: count, reached: count });

/** Where futures are, of a block above neurons; undefined above an input, to which nothing goes down. */
type Below = Pick<ApicalPlaces, 'lastNumber'> | undefined;

/** Reads a message under way to one of so many synapses. @throws {InputError} naming what it cannot have */
export function readUnderWay(
  where: string,
  value: unknown,
  synapses: number,
  below: Below,
): UnderWay & { readonly synapse: number } {
  const saved = readValue(where, underWay, value);
  checkBelow(`${where}.synapse`, saved.synapse, synapses - 1);
  return { ...saved, message: readGoing(where, saved, below) };
}

/** Reads a message under way to so many synapses, one after the other. @throws {InputError} naming what it cannot have */
export function readDelayedDelivery(
  where: string,
  value: unknown,
  synapses: number,
  below: Below,
): DelayedDeliveryState {
  const saved = readValue(where, delayedDelivery, value);
  checkBelow(`${where}.reached`, saved.reached, synapses - 1);
  return { ...saved, message: readGoing(where, saved, below) };
}

function readGoing(
  where: string,
  { message, future }: { message: unknown; future: number },
  below: Below,
): Message {
  const read = readMessage(`${where}.message`, message, below ? [...kindsUp, ...kindsDown] : kindsUp);
  const told = read.kind === 'trajectory';
  checkBelow(`${where}.future`, future, told && below ? below.lastNumber : 0);
  if (told && future === 0)
    refuse({ where: `${where}.future`, got: '0', expected: 'the number of a future' });
  return read;
}

function checkBelow(where: string, value: number, most: number): void {
  if (value > most) refuse({ where, got: String(value), expected: `at most ${most}` });
}
