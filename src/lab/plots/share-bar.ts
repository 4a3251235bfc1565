import type { Panel } from './figure.js';
import { shade } from './theme.js';

const width = 160;
const steps = 40;

/** What the colours of a confusion matrix mean: `shade` at the square root of a share, from 0 to 100 %. */
export function shareBar(left: number): Panel {
  const step = width / steps;
  const bars = Array.from({ length: steps }, (_, i) => {
    const fill = shade((i + 0.5) / steps);
    return `<rect x="${i * step}" width="${step + 0.3}" height="10" fill="${fill}"/>`;
  });
  const ticks = [0, 1, 10, 50, 100].map((percent) => {
    const x = (width * Math.sqrt(percent / 100)).toFixed(1);
    return `<text x="${x}" y="24" text-anchor="middle">${percent}</text>`;
  });
  const unit = `<text x="${width + 16}" y="24">% of the true class</text>`;
  const place = `transform="translate(${left.toFixed(1)},10)"`;
  const svg = `<g class="scale" font-size="11" ${place}>${bars.join('')}${ticks.join('')}${unit}</g>`;
  return { width: left + width + 140, height: 40, svg };
}
