import { type BuiltInSet, type ClassSplit, randomStream, sha256 } from '../../src/index.js';

const side = 6;

/** Images of stripes, every other row or every other column lit, with noise. */
function split(name: string, count: number): ClassSplit {
  const random = randomStream(1, `stripes/${name}`);
  const labels = Uint8Array.from({ length: count }, () => random.integer(2));
  const inputs = Uint8Array.from({ length: count * side * side }, (_, k) => {
    const row = Math.floor(k / side) % side;
    const place = labels[Math.floor(k / (side * side))] === 0 ? row : k % side;
    return 200 * (place % 2) + 55 * random.uniform();
  });
  return { count, shape: [side, side], inputs, scale: 1 / 255, labels };
}

/** Stripes: across are class 0, upright ones class 1. */
export const stripes: BuiltInSet = {
  about: 'stripes, built in, 400 + 100 images of 6 x 6',
  classes: 2,
  make: () => {
    const [train, test] = [split('train', 400), split('test', 100)];
    const checksum = sha256(train.inputs, train.labels, test.inputs, test.labels);
    return { name: 'stripes', classes: 2, train, test, checksum, verified: true, source: 'built in, seed 1' };
  },
};
