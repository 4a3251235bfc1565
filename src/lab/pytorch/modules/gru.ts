import { type Module, partOf } from '../surroundings.js';
import { moved, together } from '../translation.js';

/** GRU of one layer and direction: gates are in the same order, and each side has its bias. */
export const gru: Module = (node, around) => {
  const rows = partOf(around, node, `${node}.ih.0.weight`)[0];
  const shapes = { weight: [rows, rows / 3], bias: [rows] };
  const one = (key: 'weight' | 'bias', side: 'ih' | 'hh') => {
    const name = `${node}.${side}.0.${key}`;
    const known = key === 'weight' && side === 'ih' ? undefined : shapes[key];
    const shape = partOf(around, node, name, known);
    return moved({ name, shape }, { name: `${node}.${key}_${side}_l0`, shape });
  };
  return together([one('weight', 'ih'), one('weight', 'hh'), one('bias', 'ih'), one('bias', 'hh')]);
};
