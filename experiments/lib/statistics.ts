export * from '../../src/math/statistics.js';
