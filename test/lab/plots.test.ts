import { crc32, inflateSync } from 'node:zlib';
import { DOMParser } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { powerOfTen } from '../../src/lab/plots/axes.js';
import {
  type ActivitiesOptions,
  activities as activitiesOf,
  type BarsOptions,
  bars as barsOf,
  type ConfusionOptions,
  type CurvesOptions,
  confusion as confusionOf,
  curves as curvesOf,
  type ImageGridOptions,
  imageGrid as imageGridOf,
  type Point,
  type RasterOptions,
  raster as rasterOf,
} from '../../src/lab/plots/index.js';
import { greyPng } from '../../src/lab/plots/png.js';
import { shade } from '../../src/lab/plots/theme.js';
import { thinCurve, thinEvenly } from '../../src/lab/plots/thin.js';

interface Element {
  readonly textContent: string;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<Element>;
}

function parse(svg: string): Element {
  return new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement as unknown as Element;
}

type Untitled<O extends { readonly title: string }> = Omit<O, 'title'> & Partial<Pick<O, 'title'>>;
const title = 'a figure';
const activities = (options: Untitled<ActivitiesOptions>) => activitiesOf({ title, ...options });
const bars = (options: Untitled<BarsOptions>) => barsOf({ title, ...options });
const confusion = (options: Untitled<ConfusionOptions>) => confusionOf({ title, ...options });
const curves = (options: Untitled<CurvesOptions>) => curvesOf({ title, ...options });
const imageGrid = (options: Untitled<ImageGridOptions>) => imageGridOf({ title, ...options });
const raster = (options: Untitled<RasterOptions>) => rasterOf({ title, ...options });

const all = (svg: string, selector: string): Element[] => [...parse(svg).querySelectorAll(selector)];
const texts = (svg: string): string[] => all(svg, 'text').map(({ textContent }) => textContent);
const nasty = `<b a="1">&'\u0007`;
const line = (n: number, y: (x: number) => number): Point[] => Array.from({ length: n }, (_, x) => [x, y(x)]);

const figures: [name: string, svg: string][] = [
  [
    'curves',
    curves({
      title: nasty,
      x: nasty,
      y: nasty,
      caption: nasty,
      series: [
        { name: nasty, points: [[0, 1]] },
        { name: 'b', points: [] },
      ],
    }),
  ],
  ['no curves', curves({ title: nasty, x: 'x', y: nasty, series: [] })],
  [
    'no curves, log',
    curves({ title: nasty, x: 'x', y: nasty, series: [{ name: 'a', points: [[0, -1]] }], logY: true }),
  ],
  [
    'confusion',
    confusion({
      title: nasty,
      labels: [nasty, 'b'],
      counts: [
        [1, 2],
        [0, 0],
      ],
    }),
  ],
  [
    'raster',
    raster({
      title: nasty,
      x: nasty,
      dots: [
        { time: 0, neuron: 0, kind: nasty },
        { time: 1, neuron: 3, kind: 'b' },
      ],
    }),
  ],
  ['no raster', raster({ title: nasty, y: nasty, dots: [] })],
  ['activities', activities({ title: nasty, nodes: [{ name: nasty, times: [0, 1], values: [[1, 2]] }] })],
  ['no activities', activities({ title: nasty, nodes: [] })],
  ['no bars', bars({ title: nasty, x: nasty, bars: [] })],
  ['no images', imageGrid({ title: nasty, images: [], width: 2, height: 2 })],
  ['bars', bars({ title: nasty, x: nasty, bars: [{ name: nasty, value: 1, low: 0.5, high: 2 }] })],
  [
    'images',
    imageGrid({ title: nasty, images: [{ pixels: new Uint8Array(4), caption: nasty }], width: 2, height: 2 }),
  ],
];

it.each([[[1e-320]], [[0, 5e-324]], [[1e-300, 2e-300]], [[-1.7e308, 1.7e308]], [[1, 1 + 2 ** -52]]])(
  'a curve through %j is drawn',
  (ys) => {
    const points = ys.map((y, x): Point => [x, y]);
    const svg = curves({ title: 't', x: 'x', y: 'y', series: [{ name: 'a', points }] });
    expect(svg).not.toMatch(/NaN|undefined/);
  },
);

describe('every figure', () => {
  it.each(figures)('stands alone and escapes what it is given: %s', (_, svg) => {
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" [^>]*>/);
    expect(svg).not.toContain('<b a');
    expect(svg).not.toContain('\u0007');
    // Every element is closed, every ampersand begins an entity: well-formed as far as that goes.
    const open: string[] = [];
    for (const [, close, name, , empty] of svg.matchAll(
      /<(\/?)([\w-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
    )) {
      if (close) expect(open.pop()).toBe(name);
      else if (!empty) open.push(name);
    }
    expect(open).toEqual([]);
    expect(svg.match(/</g)).toHaveLength(
      [...svg.matchAll(/<\/?[\w-]+(\s+[\w:-]+="[^"<]*")*\s*\/?>/g)].length,
    );
    expect(svg).not.toMatch(/&(?!(amp|lt|gt|quot|#\d+);)/);
    expect(texts(svg)).toContain(`<b a="1">&'`);
    // A warning of the plotting library, which it writes into the figure.
    expect(svg).not.toContain('⚠');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    const sizes = [...svg.matchAll(/font-size[=:]"?([\d.]+)/g)].map(([, size]) => Number(size));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11);
    expect(all(svg, 'rect.paper').length).toBe(1);
  });

  it('is the same for the same data, and no two share an id for different clips', () => {
    const draw = (height: number) =>
      curves({
        x: 'x',
        y: 'y',
        height,
        yDomain: [0, 1],
        series: [
          {
            name: 'a',
            points: [
              [0, 0],
              [1, 2],
            ],
          },
        ],
      });
    expect(draw(300)).toBe(draw(300));
    const [one, other] = [draw(300), draw(200)].map((svg) => /id="([^"]+)"/.exec(svg)?.[1]);
    expect(one).toBeTruthy();
    expect(one).not.toBe(other);
    expect(draw(300)).toContain(`clip-path="url(#${one})"`);
  });
});

describe('curves', () => {
  it('draw a path for each series and name it in the legend', () => {
    const svg = curves({
      x: 'epoch',
      y: 'loss',
      series: [
        { name: 'training', points: line(30, (x) => 1 / (x + 1)) },
        { name: 'test', points: line(30, (x) => 2 / (x + 1)), dashed: true },
      ],
    });
    expect(all(svg, '[aria-label=line] path').length).toBe(2);
    expect(all(svg, '.legend text').map(({ textContent }) => textContent)).toEqual(['training', 'test']);
    expect(texts(svg)).toEqual(expect.arrayContaining(['epoch', 'loss']));
  });

  it('share a legend entry between lines of one name, and name one line, too', () => {
    const points = line(3, (x) => x);
    const pair = [
      { name: 'a', points, colour: 0, dashed: true },
      { name: 'a', points, colour: 0 },
    ];
    const svg = curves({ x: 'x', y: 'y', series: pair });
    expect(all(svg, '.legend text').length).toBe(1);
    expect(all(svg, '.legend path[stroke-dasharray]').length).toBe(0);
    expect(all(curves({ x: 'x', y: 'y', series: pair.slice(1) }), '.legend text').length).toBe(1);
  });

  it('put a value of ten times another equally far up, on a logarithmic axis', () => {
    const svg = curves({
      x: 'x',
      y: 'y',
      logY: true,
      series: [
        {
          name: 'a',
          points: [
            [0, 1],
            [1, 0.1],
            [2, 0.01],
          ],
        },
      ],
    });
    const [d] = all(svg, '[aria-label=line] path').map((path) => path.getAttribute('d') ?? '');
    const ys = [...d.matchAll(/,([\d.]+)/g)].map(([, y]) => Number(y));
    expect(ys[1] - ys[0]).toBeGreaterThan(50);
    expect(ys[2] - ys[1]).toBeCloseTo(ys[1] - ys[0], 2);
    expect(texts(svg)).toEqual(expect.arrayContaining(['10⁰', '10⁻¹', '10⁻²']));
  });

  it('have a logarithmic x axis, from which what is not positive is left out', () => {
    const svg = curves({
      x: 'x',
      y: 'y',
      logX: true,
      series: [
        {
          name: 'a',
          points: [
            [0, 9],
            [0.01, 1],
            [0.1, 2],
            [1, 3],
          ],
        },
      ],
    });
    const [d] = all(svg, '[aria-label=line] path').map((path) => path.getAttribute('d') ?? '');
    const xs = [...d.matchAll(/[ML]([\d.]+),/g)].map(([, x]) => Number(x));
    expect(xs).toHaveLength(3);
    expect(xs[1] - xs[0]).toBeGreaterThan(50);
    expect(xs[2] - xs[1]).toBeCloseTo(xs[1] - xs[0], 2);
    expect(texts(svg)).toEqual(expect.arrayContaining(['10⁻²', '10⁻¹', '10⁰']));
  });

  it('leave gaps where a value cannot be drawn', () => {
    const values = [1, 2, Number.NaN, 3, 4, 0, 5, 6];
    const svg = (logY: boolean) =>
      curves({ x: 'x', y: 'y', logY, series: [{ name: 'a', points: values.map((y, x) => [x, y]) }] });
    const pieces = (logY: boolean) =>
      all(svg(logY), '[aria-label=line] path')[0].getAttribute('d')?.split('M').length;
    // Split at each M, so one more than there are pieces.
    expect(pieces(false)).toBe(3);
    expect(pieces(true)).toBe(4);
  });

  it('keep their gaps and their dips, too, when thinned', () => {
    const gaps = [4000, 4001, 5050];
    const dip = line(10_000, (x) => (x === 4077 ? -9 : gaps.includes(x) ? Number.NaN : Math.sin(x)));
    const thin = thinCurve(dip, 100);
    expect(thin).toContainEqual([4077, -9]);
    expect(thin.filter(([, y]) => Number.isNaN(y)).map(([x]) => x)).toEqual(gaps);
    expect(thin.length).toBeLessThan(110);
    const nothing = line(1000, () => Number.NaN);
    expect(thinCurve(nothing, 10)).toEqual(nothing);
  });

  it('name many series in as many rows as it takes', () => {
    const series = Array.from({ length: 12 }, (_, i) => ({
      name: `series number ${i}`,
      points: line(2, (x) => x),
    }));
    const svg = curves({ x: 'x', y: 'y', width: 400, series });
    const places = [...svg.matchAll(/translate\((\d+),(\d+)\)"><path d="M0,8/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    expect(places.length).toBe(12);
    expect(Math.max(...places.map(([x]) => x))).toBeLessThan(300);
    expect(new Set(places.map(String)).size).toBe(12);
  });

  it('refuse a logarithmic axis from zero', () => {
    expect(() => curves({ x: 'x', y: 'y', logY: true, yDomain: [0, 1], series: [] })).toThrow(
      'curves.yDomain: got 0',
    );
  });

  it('mark few whole numbers one by one', () => {
    const shown = texts(
      curves({
        x: 'epoch',
        y: 'y',
        series: [
          {
            name: 'a',
            points: [
              [1, 10.5],
              [2, 20.5],
              [3, 12.5],
            ],
          },
        ],
      }),
    );
    expect(shown).toEqual(expect.arrayContaining(['1', '2', '3']));
    expect(shown.filter((text) => /^[123]\.\d/.test(text))).toEqual([]);
  });

  it('stay short and keep every spike when there are very many points', () => {
    const svg = curves({
      x: 'x',
      y: 'y',
      series: [{ name: 'a', points: line(100_000, (x) => (x === 54_321 ? 9 : Math.sin(x))) }],
    });
    expect(svg.length).toBeLessThan(40_000);
    const thin = thinCurve(
      line(100_000, (x) => (x === 54_321 ? 9 : Math.sin(x))),
      1000,
    );
    expect(thin.length).toBeLessThanOrEqual(1002);
    expect(thin).toContainEqual([54_321, 9]);
    expect(thin[0][0]).toBe(0);
    expect(thin.at(-1)?.[0]).toBe(99_999);
    expect(thin.every(([x], i) => i === 0 || x > thin[i - 1][0])).toBe(true);
  });
});

it.each([
  [1, '10⁰'],
  [1e-12, '10⁻¹²'],
  [1000, '10³'],
  [0.25, '0.25'],
  [2000, '2000'],
])('%d is written %s', (value, text) => {
  expect(powerOfTen(value)).toBe(text);
});

describe('confusion', () => {
  const counts = [
    [90, 10, 0],
    [0, 50, 50],
    [0, 0, 0],
  ];
  const svg = confusion({ labels: ['cat', 'dog', 'cow'], counts });

  it('has a cell for each pair, the counts above zero and both names of each class', () => {
    expect(all(svg, '[aria-label=cell] rect').length).toBe(9);
    expect(all(svg, '[aria-label=text] text').map(({ textContent }) => textContent)).toEqual([
      '90',
      '10',
      '50',
      '50',
    ]);
    for (const label of ['cat', 'dog', 'cow'])
      expect(texts(svg).filter((text) => text === label)).toHaveLength(2);
    expect(texts(svg)).toEqual(expect.arrayContaining(['predicted class', 'true class']));
  });

  it('is coloured by the share of the row, with rows downwards and columns to the right', () => {
    const cells = all(svg, '[aria-label=cell] rect').map((cell) =>
      ['x', 'y', 'fill'].map((name) => cell.getAttribute(name)),
    );
    const shares = [0.9, 0.1, 0, 0, 0.5, 0.5, 0, 0, 0];
    expect(cells.map(([, , fill]) => fill)).toEqual(shares.map((share) => shade(Math.sqrt(share))));
    expect(Number(cells[1][0])).toBeGreaterThan(Number(cells[0][0]));
    expect(Number(cells[3][1])).toBeGreaterThan(Number(cells[0][1]));
    expect(cells[1][1]).toBe(cells[0][1]);
  });

  it('grows darker with the share', () => {
    const light = [0, 0.25, 0.5, 0.75, 1].map((t) =>
      (shade(t).match(/\d+/g) ?? []).reduce((sum, c) => sum + Number(c), 0),
    );
    expect(light).toEqual(light.toSorted((a, b) => b - a));
    expect(new Set(light).size).toBe(5);
  });

  it('of very many classes leaves out counts and empty cells', () => {
    const labels = Array.from({ length: 100 }, (_, i) => `class ${i}`);
    const many = confusion({ labels, counts: labels.map((_, i) => labels.map((_, j) => (i === j ? 1 : 0))) });
    expect(all(many, '[aria-label=cell] rect').length).toBe(100);
    expect(all(many, '[aria-label=text] text').length).toBe(0);
    expect(many.length).toBeLessThan(60_000);
  });

  it.each([
    [['a'], [[1], [2]], 'got 2 rows, expected 1 rows of 1 counts'],
    [['a', 'b'], [[1, 2], [3]], 'got a row of 1: 3, expected 2 rows'],
    [['a'], [[-1]], 'got a row of 1: -1'],
    [['a'], [[Number.NaN]], 'got a row of 1: NaN'],
    [[], [], 'got 0 rows'],
  ])('refuses counts that are no matrix: %j %j', (labels, counts, says) => {
    expect(() => confusion({ labels, counts })).toThrow(says);
  });
});

describe('raster', () => {
  const dots = Array.from({ length: 100_000 }, (_, i) => ({
    time: i / 100,
    neuron: i % 7,
    kind: i % 2 ? 'forward' : 'feedback',
  }));
  const drawn = (svg: string) =>
    all(svg, 'path[stroke-linecap=round]').map((path) => path.getAttribute('d')?.match(/M/g)?.length ?? 0);

  it('draws every dot, a path for each kind', () => {
    const svg = raster({ dots: dots.slice(0, 1001) });
    expect(drawn(svg)).toEqual([501, 500]);
    expect(all(svg, '.legend text').map(({ textContent }) => textContent)).toEqual(['feedback', 'forward']);
    expect(texts(svg).join()).not.toContain('events drawn');
  });

  it('puts later dots further right and higher neurons further up', () => {
    const svg = raster({
      dots: [
        { time: 0, neuron: 0, kind: 'a' },
        { time: 2, neuron: 1, kind: 'a' },
        { time: 3, neuron: 2, kind: 'a' },
      ],
    });
    const d = all(svg, 'path[stroke-linecap=round]')[0].getAttribute('d') ?? '';
    const places = [...d.matchAll(/M([\d.]+),([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    expect((places[1][0] - places[0][0]) / (places[2][0] - places[0][0])).toBeCloseTo(2 / 3, 2);
    expect(places[0][1] - places[1][1]).toBeCloseTo(places[1][1] - places[2][1], 0);
    expect(places[0][1]).toBeGreaterThan(places[1][1]);
  });

  it('thins out evenly past a limit, and says so', () => {
    const svg = raster({ dots, limit: 5000, caption: 'All messages.' });
    expect(drawn(svg).reduce((a, b) => a + b)).toBe(5000);
    expect(texts(svg)).toContain('All messages. 5,000 of 100,000 events drawn, evenly chosen.');
    expect(svg.length).toBeLessThan(150_000);
  });

  it('chooses evenly', () => {
    expect(thinEvenly([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 4)).toEqual([0, 2, 5, 7]);
  });
});

describe('activities', () => {
  const times = [0, 1, 2];
  const node = (name: string, n: number) => ({
    name,
    times,
    values: Array.from({ length: n }, (_, i) => Float32Array.of(i, -i, 0)),
  });

  it('draws a chart for each node, and says which neurons are left out', () => {
    const svg = activities({ nodes: [node('hidden', 3), node('output', 20)], neurons: 5 });
    expect(all(svg, '[aria-label=line] path').length).toBe(8);
    expect(texts(svg)).toEqual(
      expect.arrayContaining(['activity of hidden', 'activity of output', 'time (τ)']),
    );
    expect(texts(svg).join(' ')).toContain('Drawn, evenly chosen: 5 of 20 neurons of output.');
  });

  it('gives each node a y axis of its own', () => {
    const small = { name: 'small', times, values: [[0, 1e-3, 0]] };
    const heights = all(
      activities({ nodes: [{ ...small, values: [[0, 100, 0]] }, small] }),
      '[aria-label=line] path',
    ).map((path) => [...(path.getAttribute('d') ?? '').matchAll(/,([\d.]+)/g)].map(([, y]) => Number(y)));
    expect(heights[0][0] - heights[0][1]).toBeGreaterThan(60);
    expect(heights[1][0] - heights[1][1]).toBeGreaterThan(60);
  });
});

it('bars are as long as their values, which are written beside them', () => {
  const svg = bars({
    x: 'accuracy (%)',
    bars: [
      { name: 'one', value: 25 },
      { name: 'two', value: 50, low: 40, high: 60 },
    ],
  });
  const widths = all(svg, '[aria-label=bar] rect').map((bar) => Number(bar.getAttribute('width')));
  expect(widths[1]).toBeCloseTo(2 * widths[0], 1);
  expect(texts(svg)).toEqual(expect.arrayContaining(['one', 'two', '25', '50', 'accuracy (%)']));
});

describe('images', () => {
  it('are PNG files that hold the pixels', () => {
    const pixels = Uint8Array.from({ length: 6 }, (_, i) => 40 * i);
    const png = greyPng(pixels, 3, 2);
    expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    const chunks: Record<string, Buffer> = {};
    for (let at = 8; at < png.length; ) {
      const size = png.readUInt32BE(at);
      const typed = png.subarray(at + 4, at + 8 + size);
      expect(png.readUInt32BE(at + 8 + size)).toBe(crc32(typed));
      chunks[typed.subarray(0, 4).toString()] = typed.subarray(4);
      at += size + 12;
    }
    expect(Object.keys(chunks)).toEqual(['IHDR', 'IDAT', 'IEND']);
    expect([...chunks.IHDR]).toEqual([0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 0]);
    expect([...inflateSync(chunks.IDAT)]).toEqual([0, 0, 40, 80, 0, 120, 160, 200]);
  });

  it('stand in rows, each with its caption, in a small file', () => {
    const images = Array.from({ length: 20 }, (_, i) => ({
      pixels: new Uint8Array(784).fill(i),
      caption: `is ${i}`,
    }));
    const svg = imageGrid({ images, width: 28, height: 28, columns: 8 });
    expect(all(svg, 'image').length).toBe(20);
    expect(texts(svg)).toEqual([title, ...images.map(({ caption }) => caption)]);
    expect(svg.length).toBeLessThan(10_000);
    const places = [...svg.matchAll(/<g transform="translate\((\d+),(\d+)\)"><image/g)].map(
      ([, x, y]) => `${x},${y}`,
    );
    expect(new Set(places).size).toBe(20);
    expect(places[8].startsWith('0,')).toBe(true);
  });

  it('of another size are refused', () => {
    expect(() => imageGrid({ images: [{ pixels: new Uint8Array(5) }], width: 2, height: 2 })).toThrow(
      'imageGrid.images[0].pixels: got 5 bytes, expected 2 x 2',
    );
  });
});

describe('which neuron is which', () => {
  it('is said of layers in a raster: a band with its name for each, none too low to be read', () => {
    const layers = [
      { name: 'input[0..783]', size: 784 },
      { name: 'h[0..9]', size: 10 },
    ];
    const dots = [0, 783, 784, 793].map((neuron, i) => ({ time: i, neuron, kind: 'forward' }));
    const svg = raster({ dots, layers, y: 'neuron, by node' });
    expect(texts(svg)).toEqual(
      expect.arrayContaining(['input[0..783]', 'h[0..9]', 'neuron, by node', 'forward']),
    );
    const [path] = all(svg, 'path[stroke-linecap=round]');
    const ys = [...path.getAttribute('d')!.matchAll(/,([\d.]+)h/g)].map(([, y]) => Number(y));
    expect(ys).toEqual(ys.toSorted((a, b) => b - a));
    // Ten neurons have a band of at least 22 pixels; that of the others is beneath.
    expect(ys[2] - ys[3]).toBeGreaterThan(18);
    expect(ys[2] - ys[3]).toBeLessThan(26);
    expect(ys[0] - ys[1]).toBeGreaterThan(200);
    expect(all(svg, '[aria-label=rect] rect').length).toBe(1);
  });

  it('is said of lines of activity: a legend for each node, dashed where colours begin again', () => {
    const values = Array.from({ length: 9 }, (_, i) => [i, i + 1]);
    const svg = activities({ nodes: [{ name: 'h', times: [0, 1], values }], neurons: 9 });
    expect(all(svg, '.legend text').map(({ textContent }) => textContent)).toEqual(
      values.map((_, i) => `h[${i}]`),
    );
    expect(all(svg, '.legend path[stroke-dasharray]').length).toBe(2);
    const some = activities({ nodes: [{ name: 'h', times: [0, 1], values }], neurons: 3 });
    expect(all(some, '.legend text').map(({ textContent }) => textContent)).toEqual(['h[0]', 'h[3]', 'h[6]']);
    const named = activities({ nodes: [{ name: 'h', times: [0], values: [[1]], names: ['h[17]'] }] });
    expect(texts(named)).toContain('h[17]');
  });
});
