import type { FuturePlaces } from '../../synapses/synapse/futures.js';
import type { Ledger } from './ledger.js';

/** An object with what it keeps to itself. */
export type Hidden<T, H> = Omit<T, keyof H> & H;

/** The letter boxes at the apical side, with what they keep to themselves. */
export interface Apical {
  values: Float64Array;
  futurePlaces(): Hidden<FuturePlaces, { asked: number }>;
}

/**
 * Takes down that neurons sum up futures. They take their sums one by one here, which gives the same: the second one to
 * ask would else take those of all.
 */
export function watchFutures(apical: Apical, ledger: Ledger): void {
  const make = apical.futurePlaces;
  apical.futurePlaces = () => {
    const places = make.call(apical);
    const { addTo } = places;
    places.addTo = (sum, neuron) => {
      ledger.hear('drive', 'neurons above, through synapses', 0);
      places.asked = 0;
      addTo.call(places, sum, neuron);
    };
    return places;
  };
}
