import { refuse } from '../../errors.js';
import { asObject, show } from '../../schema.js';

/** Something with a name and settings, as a configuration has it: `{"name": "cosine", "minimum": 0.001}`. */
export type NamedPart = Readonly<Record<string, unknown>> & { readonly name: string };

/**
 * Reads what is given as `cosine`, `warm-up:epochs=1:from=0.1`, an object with a name, or several of these: a list, or texts
 * with commas between them. Whoever looks the names and settings up refuses those that are none.
 * @throws {InputError} naming the part
 */
export function namedParts(given: unknown, where: string): NamedPart[] {
  if (typeof given === 'string') return given.split(',').map((text) => partOf(text, where));
  if (!Array.isArray(given)) return [named(given, where)];
  if (given.length === 0) refuse({ where, got: '[]', expected: 'at least one' });
  return given.flatMap((one, i) =>
    typeof one === 'string' ? namedParts(one, `${where}[${i}]`) : [named(one, `${where}[${i}]`)],
  );
}

function named(given: unknown, where: string): NamedPart {
  const part = asObject(where, given);
  if (typeof part.name === 'string') return part as NamedPart;
  return refuse({ where: `${where}.name`, got: show(part.name), expected: 'a name' });
}

function partOf(text: string, where: string): NamedPart {
  const [name, ...settings] = text.split(':').map((word) => word.trim());
  const part: Record<string, unknown> = { name };
  for (const setting of settings) {
    const [key, value, ...more] = setting.split('=').map((word) => word.trim());
    if (!key || !value || more.length > 0)
      refuse({ where, got: JSON.stringify(text), expected: 'NAME or NAME:SETTING=VALUE:SETTING=VALUE' });
    if (Object.hasOwn(part, key)) refuse({ where, got: `${key} twice`, expected: 'each setting once' });
    part[key] = readSetting(value);
  }
  return part as NamedPart;
}

function readSetting(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}
