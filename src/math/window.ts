/** A kernel that passes over [height, width, channels], as PyTorch's Conv2d describes it. */
export interface Window {
  /** Of what it passes over. */
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** [height, width] of the kernel, how far it goes at a time, and how far its places are apart. */
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
  /** Zeros around: [top, bottom], [left, right]. */
  readonly padding: readonly [Pair, Pair];
  /** Channels come in so many groups, and filters of one see those of one. */
  readonly groups: number;
  readonly filters: number;
}

export type Pair = readonly [number, number];

/** How much a kernel covers along an axis. */
export const covered = ({ kernel, dilation }: Pick<Window, 'kernel' | 'dilation'>, axis: 0 | 1): number =>
  dilation[axis] * (kernel[axis] - 1) + 1;

/** How often it fits along an axis: floor((size + padding - covered) / stride) + 1. */
export function fits(window: Omit<Window, 'filters' | 'groups' | 'channels'>, axis: 0 | 1): number {
  const size = axis === 0 ? window.height : window.width;
  const [before, after] = window.padding[axis];
  return Math.floor((size + before + after - covered(window, axis)) / window.stride[axis]) + 1;
}

/** [height, width] of what comes out. */
export const placesOf = (window: Window): Pair => [fits(window, 0), fits(window, 1)];

/** Units that it passes over, units that come out, and numbers that a filter has. */
export const unitsIn = ({ height, width, channels }: Window): number => height * width * channels;
export const unitsOut = (window: Window): number => {
  const [rows, columns] = placesOf(window);
  return rows * columns * window.filters;
};
export const perFilter = ({ kernel, channels, groups }: Window): number =>
  (kernel[0] * kernel[1] * channels) / groups;

/** Hears of each connection: from unit `pre` to unit `post`, over place `weight` of [filters, kernel, channels of a group]. */
export type OnConnection = (pre: number, post: number, weight: number) => void;

/** All connections, unit by unit of what comes out and each in the order of its filter's numbers. */
export function eachConnection(window: Window, tell: OnConnection): void {
  const [rows, columns] = placesOf(window);
  let post = 0;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      for (let filter = 0; filter < window.filters; filter++)
        connectionsOf(window, row, column, filter, post++, tell);
}

function connectionsOf(
  window: Window,
  row: number,
  column: number,
  filter: number,
  post: number,
  tell: OnConnection,
): void {
  const { height, width, channels, kernel, stride, dilation, padding, groups, filters } = window;
  const seen = channels / groups;
  const first = Math.floor(filter / (filters / groups)) * seen;
  let weight = filter * perFilter(window);
  for (let i = 0; i < kernel[0]; i++) {
    const y = row * stride[0] - padding[0][0] + i * dilation[0];
    for (let j = 0; j < kernel[1]; j++, weight += seen) {
      const x = column * stride[1] - padding[1][0] + j * dilation[1];
      if (y < 0 || y >= height || x < 0 || x >= width) continue;
      const from = (y * width + x) * channels + first;
      for (let channel = 0; channel < seen; channel++) tell(from + channel, post, weight + channel);
    }
  }
}
