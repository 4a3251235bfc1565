/** A data set to start from. */
export const data = (
  name: string,
  identifier: string,
): string => `import { type BuiltInSet, type ClassSplit, randomStream, sha256 } from 'relaxon';

const side = 28;
const classes = 10;

/** Images of noise with a lit band, whose height is their class. To read a file instead: readFileSync of node:fs. */
function split(part: string, count: number): ClassSplit {
  // A stream of its own, by name: the same numbers every time and everywhere.
  const random = randomStream(1, \`${name}/\${part}\`);
  const labels = Uint8Array.from({ length: count }, () => random.integer(classes));
  const inputs = Uint8Array.from({ length: count * side * side }, (_, k) => {
    const row = Math.floor(k / side) % side;
    const lit = Math.floor(row / 2.8) === labels[Math.floor(k / (side * side))];
    return 55 * random.uniform() + (lit ? 200 : 0);
  });
  // A network is given inputs times scale.
  return { count, shape: [side, side], inputs, scale: 1 / 255, labels };
}

/** On the command line, --data ${name}. */
export const ${identifier}: BuiltInSet = {
  about: '${name}: lit bands, 1000 + 200 images of 28 x 28',
  classes,
  make: () => {
    const [train, test] = [split('train', 1000), split('test', 200)];
    // A run that goes on refuses other data than it began with, by this.
    const checksum = sha256(train.inputs, train.labels, test.inputs, test.labels);
    return { name: '${name}', classes, train, test, checksum, verified: true, source: 'made by ${name}.ts' };
  },
};
`;
