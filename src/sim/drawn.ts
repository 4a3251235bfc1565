import { choose, refuse } from '../errors.js';
import type { Distribution, Settings } from '../math/distribution.js';
import { distributions } from '../math/distributions.js';
import type { RandomStream } from '../math/random.js';
import { asObject, refuseUnknownKeys, show } from '../schema.js';

/** A distribution by its name, with its parameters beside it: `{ distribution: 'lognormal', mean: 1, sd: 0.2 }`. */
export type Drawn = { readonly distribution: string } & Readonly<Record<string, string | number>>;

/**
 * Makes a function that draws from a stream.
 * @throws {InputError} on a distribution that is not there, or parameters that it cannot have
 */
export function sampler(where: string, drawn: Drawn): (stream: RandomStream) => number {
  const { distribution, settings } = readDrawn(where, drawn);
  return (stream) => distribution.draw(stream, settings);
}

/** Reads a distribution and its parameters. @throws {InputError} naming what is wrong */
export function readDrawn(where: string, value: unknown): { distribution: Distribution; settings: Settings } {
  const given = asObject(where, value);
  const name = given.distribution;
  if (typeof name !== 'string') {
    const expected = `one of ${Object.keys(distributions).join(', ')}`;
    refuse({ where: `${where}.distribution`, got: show(name), expected });
  }
  const distribution = choose(`${where}.distribution`, distributions, name);
  refuseUnknownKeys(where, ['distribution', ...distribution.parameters], given);
  const entries = distribution.parameters.map((parameter) => {
    const number = given[parameter];
    if (typeof number === 'number') return [parameter, number] as const;
    return refuse({ where: `${where}.${parameter}`, got: show(number), expected: `a number of ${name}` });
  });
  const settings = Object.fromEntries(entries);
  const wrong = distribution.wrong(settings);
  if (wrong) {
    const { parameter, expected } = wrong;
    refuse({ where: `${where}.${parameter}`, got: String(settings[parameter]), expected });
  }
  return { distribution, settings };
}
