/** How neurons speak: which of those who have composed a message say it. */
export interface Speech {
  /**
   * @param units who has composed something
   * @param composed by unit, one column for each key of the message
   * @param said what was last said under these keys
   * @param spoken 1 where a neuron has ever said the key
   */
  speakers(
    units: Int32Array,
    composed: readonly Float64Array[],
    said: readonly Float64Array[],
    spoken: readonly Uint8Array[],
  ): Int32Array;
  /** How the neurons of a population speak, where populations differ. */
  of?(population: string): Speech;
}

/** Whoever has composed a message says it. */
export const sampled: Speech = { speakers: (units) => units };

/**
 * A neuron says a message again only if one of its values has moved by more than the quantum since it was last said. With
 * quantum 0 everybody hears what they would hear anyway, in fewer messages.
 */
export const threshold = (quantum: number): Speech => ({
  speakers: (units, composed, said, spoken) =>
    units.filter((unit) =>
      composed.some(
        // What is no number has moved.
        (column, k) => !spoken[k][unit] || !(Math.abs(column[unit] - said[k][unit]) <= quantum),
      ),
    ),
});

/** Each population speaks in a way of its own. */
export function byPopulation(speechOf: (population: string) => Speech): Speech {
  const known = new Map<string, Speech>();
  const of = (population: string): Speech => {
    const speech = known.get(population) ?? speechOf(population);
    known.set(population, speech);
    return speech;
  };
  return { ...sampled, of };
}
