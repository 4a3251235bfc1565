import { type Module, partOf } from '../surroundings.js';
import { moved, stacked, together } from '../translation.js';

/** MultiheadAttention: what makes queries, keys and values is one matrix there. */
export const attention: Module = (node, around) => {
  const parts = ['query', 'key', 'value'].map((part) => `${node}.${part}`);
  const weight = partOf(around, node, `${node}.weight`);
  const bias = partOf(around, node, `${node}.bias`);
  const ins = parts.map((part) => partOf(around, node, `${part}.weight`))[0];
  for (const part of parts) {
    partOf(around, node, `${part}.weight`, ins);
    partOf(around, node, `${part}.bias`, bias);
  }
  const named = (key: string) => parts.map((part) => `${part}.${key}`);
  const out = (key: string, shape: readonly number[]) =>
    moved({ name: `${node}.${key}`, shape }, { name: `${node}.out_proj.${key}`, shape });
  return together([
    stacked(named('weight'), ins, `${node}.in_proj_weight`),
    stacked(named('bias'), bias, `${node}.in_proj_bias`),
    out('weight', weight),
    out('bias', bias),
  ]);
};
