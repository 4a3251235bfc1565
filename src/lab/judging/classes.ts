/** How a network does on the samples of one class. */
export interface ClassScore {
  readonly name: string;
  /** Share of what was taken for the class that is of it; 0 where nothing was. */
  readonly precision: number;
  /** Share of the class that was taken for it; 0 where there is none. */
  readonly recall: number;
  /** 2 precision recall / (precision + recall); 0 where both are. */
  readonly f1: number;
  /** Samples of the class. */
  readonly support: number;
}

/** Means over classes: `macro` of all alike, `weighted` by their support. */
export interface Averages {
  readonly macro: Omit<ClassScore, 'name'>;
  readonly weighted: Omit<ClassScore, 'name'>;
}

/**
 * Precision, recall and F1 of each class. What has no samples to be a share of is 0, as scikit-learn has it.
 * @param confusion `[t][p]`: samples of class t taken for class p
 */
export function classScores(
  confusion: readonly (readonly number[])[],
  names: readonly string[] = confusion.map((_, label) => String(label)),
): ClassScore[] {
  return confusion.map((row, label) => {
    const right = row[label];
    const support = sum(row);
    const taken = sum(confusion.map((other) => other[label]));
    const precision = share(right, taken);
    const recall = share(right, support);
    return {
      ...{ name: names[label], precision, recall },
      // Of counts rather than of shares: 2 right / (taken + support) is the same, rounded once.
      f1: share(2 * right, taken + support),
      support,
    };
  });
}

/** Their means. */
export function averagesOf(scores: readonly ClassScore[]): Averages {
  const support = sum(scores.map((one) => one.support));
  const mean = (weight: (one: ClassScore) => number) => ({
    precision: sum(scores.map((one) => weight(one) * one.precision)),
    recall: sum(scores.map((one) => weight(one) * one.recall)),
    f1: sum(scores.map((one) => weight(one) * one.f1)),
    support,
  });
  return {
    macro: mean(() => 1 / scores.length),
    weighted: mean((one) => share(one.support, support)),
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
