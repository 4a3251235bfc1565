import type { Cell } from './cell.js';
import type { Ledger } from './ledger.js';

/**
 * A typed array, every read and write of which is taken down: a number comes out and goes in as it would.
 * @param cells one for each number
 */
export function watchedColumn(target: Float64Array, cells: readonly Cell[], ledger: Ledger): Float64Array {
  return new Proxy(target, {
    get: (_, key) => {
      const place = placeOf(key);
      if (place !== undefined) {
        ledger.read(cells[place]);
        return target[place];
      }
      if (key === 'length') return target.length;
      if (key === 'fill') return fill;
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      // Whatever else there is may read all of it.
      return (...given: unknown[]) => {
        for (const cell of cells) ledger.read(cell);
        return Reflect.apply(value, target, given);
      };
    },
    set: (_, key, value) => {
      const place = placeOf(key);
      if (place === undefined) return false;
      ledger.write(cells[place]);
      target[place] = value;
      return true;
    },
  });

  function fill(value: number, from = 0, to = target.length): Float64Array {
    for (let i = from; i < to; i++) ledger.write(cells[i]);
    return target.fill(value, from, to);
  }
}

function placeOf(key: PropertyKey): number | undefined {
  return typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : undefined;
}
