import type { DendriteListener } from '../../messages/line.js';
import type { Message, TrajectoryMessage } from '../../messages/message.js';
import type { ApicalPlaces } from './apical.js';
import type { Row } from './row.js';

/** Takes down what one neuron tells its synapses: of a future each synapse need then only pass on a number. */
export class DendriteRegister implements DendriteListener {
  constructor(
    private readonly places: ApicalPlaces,
    private readonly row: Row,
  ) {}

  feedback({ value }: Message): void {
    this.places.say(this.row.post, value);
  }

  change({ value }: Message): void {
    this.places.say(this.row.post, value);
  }

  trajectory({ future }: TrajectoryMessage): void {
    const { places, row } = this;
    places.take(row.post, future);
    row.told = places.lastNumber;
    row.boxes = places.futureBoxes;
    row.plain = row.table.apart || row.table.watched || places.rings ? 0 : row.told;
  }
}
