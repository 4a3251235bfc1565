import { type ClassSet, inputSize, requireClasses } from '../data/index.js';
import { layOut } from '../network/layout.js';
import { EventSimulator } from '../sim/events/engine.js';
import { rules } from '../sim/rules.js';
import { agrees, comparingRelaxation, comparingTraining, type Difference } from './agreement.js';
import { imageGrid } from './plots/index.js';
import { presenting } from './presentation.js';
import type { Section } from './report/index.js';
import type { Run } from './runs/setup.js';
import { argmax } from './training/examples.js';
import { answered, type Pieces } from './turns.js';

/** What the demonstration found on the event engine. */
export interface Encounter {
  /** Largest difference between the engines, over all activities at every step and all weight changes. */
  readonly activities: Difference;
  readonly weightChanges: Difference;
  readonly agree: boolean;
  readonly answers: readonly { readonly label: number; readonly answer: number }[];
  readonly sections: readonly Section[];
}

/**
 * Presents the first test images to the trained network on the event engine, and holds every activity and every
 * weight change against the batched engine. It yields after each of its parts.
 */
export function* encounter(run: Run, images: number, onSample?: (done: number) => void): Pieces<Encounter> {
  const { simulator: batched, examples, configuration } = run;
  const data = requireClasses(examples.data, 'demo');
  const parameters = yield* answered(batched.parameters());
  const events = new EventSimulator(batched.network, parameters);
  const indices = Uint32Array.from({ length: images }, (_, i) => i);
  const batch = examples.batch(data.test, indices);
  const { relaxation, learningRate } = configuration;
  const presentation = { rule: rules.ar, relaxation, name: 'ar', learningRate, onSample };
  const differences = yield* comparingRelaxation(batched, events, batch, presentation);
  yield 1;
  const changes = yield* comparingTraining(batched, events, [batch], presentation);
  yield 2;
  for (const simulator of [batched, events]) simulator.setParameters(parameters);
  const outputs = events.predict(batch.inputs)[examples.answer];
  const answers = [...argmax(outputs.data, data.classes)].map((answer, i) => ({
    answer,
    label: data.test.labels[i],
  }));
  yield 3;
  const nodes = layOut(batched.network).nodes.map(({ name }) => name);
  const one = examples.batch(data.test, Uint32Array.of(0));
  const stepping = { ...relaxation, solver: 'euler' } as const;
  const { rasterSvg, activitySvg, messages } = yield* presenting(
    events,
    one,
    { rule: rules.ar, relaxation: stepping },
    nodes,
  );
  return {
    activities: worst(differences.filter(({ quantity }) => quantity.endsWith('.activity'))),
    weightChanges: worst(differences.filter(({ quantity }) => quantity.endsWith('.grad'))),
    agree: [...differences, ...changes].every(agrees),
    answers,
    sections: [
      imagesSection(data, answers),
      agreementSection([...differences, ...changes]),
      {
        title: 'One presentation, message by message',
        text:
          `The first image on the event engine: ${messages} messages of ${nodes.length} layers of neurons. Activities ` +
          'start at their forward values and settle at the gradients.',
        figures: [activitySvg!, rasterSvg],
      },
    ],
  };
}

function imagesSection(data: ClassSet, answers: Encounter['answers']): Section {
  const size = inputSize(data.test);
  const [height, width] = data.test.shape;
  const images = answers.map(({ label, answer }, i) => ({
    pixels: Uint8Array.from(data.test.inputs.subarray(i * size, (i + 1) * size), (p) =>
      Math.round(p * data.test.scale * 255),
    ),
    caption: answer === label ? `${answer}` : `${answer} (is ${label})`,
  }));
  return {
    title: 'What the actors answer',
    text: 'Test images presented on the event engine, each neuron and synapse an actor, and what the network says.',
    figures: [imageGrid({ title: 'Answer to each image', images, width, height })],
  };
}

function agreementSection(differences: readonly Difference[]): Section {
  return {
    title: 'Agreement of the engines',
    text:
      'Largest difference between the event engine (float64) and the batched engine (float32), relative to the ' +
      'largest value of each quantity; activities at every step.',
    table: {
      columns: ['quantity', 'difference', 'tolerance', ''],
      rows: differences.map((row) => [
        row.quantity,
        row.difference.toExponential(1),
        row.tolerance.toExponential(0),
        agrees(row) ? 'agrees' : 'TOO FAR',
      ]),
    },
  };
}

function worst(differences: readonly Difference[]): Difference {
  return differences.reduce((a, b) => (b.difference > a.difference ? b : a));
}
