/** Samples whose confidence lies in (from, to]; those of confidence 0 are in the first. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly samples: number;
  /** Mean confidence, and share of right answers; null where there are no samples. */
  readonly confidence: number | null;
  readonly accuracy: number | null;
}

/** How far confidences are from the shares of right answers. */
export interface Calibration {
  /** What a confidence is: the largest softmax probability, or the largest output brought into [0, 1]. */
  readonly confidence: 'softmax' | 'output';
  /** Expected calibration error: mean over samples of |accuracy - confidence| of their bin. */
  readonly ece: number;
  /** The largest |accuracy - confidence| of a bin. */
  readonly mce: number;
  readonly bins: readonly ReliabilityBin[];
}

/** Bins of confidence, as Guo et al. (2017, arXiv 1706.04599) have them. */
export const standardBins = 15;

/** Counts right answers by confidence, in bins of one width. */
export class Reliability {
  private readonly samples: number[];
  private readonly right: number[];
  private readonly confidences: number[];

  /** @param bins how many */
  constructor(private readonly bins = standardBins) {
    [this.samples, this.right, this.confidences] = [0, 0, 0].map(() => new Array<number>(bins).fill(0));
  }

  /** @param confidence from 0 to 1 */
  add(confidence: number, isRight: boolean): void {
    const { bins } = this;
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
    this.samples[bin]++;
    this.confidences[bin] += confidence;
    if (isRight) this.right[bin]++;
  }

  /** What was counted. */
  result(kind: Calibration['confidence']): Calibration {
    const { bins, samples } = this;
    const all = samples.reduce((sum, n) => sum + n, 0);
    const gap = (bin: number) => Math.abs(this.right[bin] - this.confidences[bin]);
    const gaps = samples.map((n, bin) => (n === 0 ? 0 : gap(bin) / n));
    return {
      confidence: kind,
      ece: samples.reduce((sum, n, bin) => sum + (n / all) * gaps[bin], 0),
      mce: Math.max(...gaps),
      bins: samples.map((n, bin) => ({
        ...{ from: bin / bins, to: (bin + 1) / bins, samples: n },
        confidence: n === 0 ? null : this.confidences[bin] / n,
        accuracy: n === 0 ? null : this.right[bin] / n,
      })),
    };
  }
}
