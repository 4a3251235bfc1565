import { describe } from 'vitest';
import { experiments } from '../../experiments/list.js';
import { runQuickly } from './quickly.js';

describe('experiments that the suite leaves out', () => {
  runQuickly(experiments.slice(2));
});
