import { z } from 'zod';
import { paperNetwork } from '../network/presets/paper.js';
import { monitors } from './training/judging.js';
import { weightsSchema } from './weights/weights.js';

const count = 'a whole number of at least 1';
const most = 1e9;
const counted = z.int(count).min(1, count).max(most, `a whole number of at most ${most}`);

/** Plug-ins that rules, activations and others of a configuration come from: files, and what they were when it was written. */
export const pluginsSchema = z.array(
  z.union(
    [
      z.string(),
      z.strictObject({
        file: z.string(),
        sha256: z.string().optional(),
        /** Of each file that it imports by a path. */
        imports: z.record(z.string(), z.string()).optional(),
      }),
    ],
    'a file, or {"file": ..., "sha256": ...}',
  ),
  'a list of files',
);

/** A plug-in as a run has it written down. */
export interface PluginRecord {
  /** Absolute, or from the folder of the configuration. */
  readonly file: string;
  readonly sha256?: string | undefined;
  readonly imports?: Readonly<Record<string, string>> | undefined;
}

/** The fields of a configuration with their defaults. Names, and what has a reader of its own, are taken as they come. */
export const configurationSchema = z.strictObject({
  /** Network description, as given. */
  network: z.unknown().default(paperNetwork),
  data: z
    .string('the name of a data set, or a path')
    .min(1, 'the name of a data set, or a path')
    .default('mnist'),
  /** How data of one's own are read: only there, so that other records stay as they are. */
  dataOptions: z.unknown().optional(),
  rule: z.string('the name of a rule').default('ar'),
  engine: z.string('the name of an engine').default('batched'),
  /** How the event engine cuts synapses into actors: only where it was asked for, so that other records stay as they are. */
  grain: z.string('the name of a grain').optional(),
  epochs: counted.default(10),
  batchSize: counted.default(64),
  learningRate: z.number('a number above 0').positive('a number above 0').default(0.064),
  /** Instead of that, of some nodes or parameters, by name or pattern: only where it was asked for. */
  nodeLearningRates: z.record(z.string(), z.number().min(0, 'a number of at least 0')).optional(),
  /** How learning rates change with time, one schedule after the other: only where it was asked for. */
  learningRateSchedule: z.unknown().optional(),
  /** Of a run that went on with another learning rate: from which minibatch on, numbered from 0. */
  learningRateChanges: z
    .array(z.strictObject({ step: z.int().min(0), learningRate: z.number().positive('a number above 0') }))
    .min(1, 'a change')
    .optional(),
  relaxation: z.unknown().default({}),
  /** Choices of the rule that differ from arXiv 2009.05359, eq. 5 and 6. */
  variant: z.unknown().default({}),
  /** Of a rule in phases: its own, all of them. Only there, so that other records stay as they are. */
  ruleOptions: z.unknown().optional(),
  /** Of learned feedback weights; null: that of the weights. */
  feedbackLearningRate: z
    .number('a number of at least 0')
    .min(0, 'a number of at least 0')
    .nullable()
    .default(null),
  /** rate * (gradient + weightDecay * weight), of weights and learned feedback weights. */
  weightDecay: z.number('a number of at least 0').min(0, 'a number of at least 0').default(0),
  /** How weights follow their gradients, where not by sgd: `"adam"`, or `{"name": "adam"}` with options of its own. */
  optimiser: z.unknown().optional(),
  /** Gradients of a batch are brought to [-clip, clip], where that is asked for. */
  clip: z.number('a number above 0').positive('a number above 0').optional(),
  /** Gradients of a batch, all together, are brought to at most this norm, where that is asked for. */
  clipNorm: z.number('a number above 0').positive('a number above 0').optional(),
  /** Each channel of images gets mean 0 and standard deviation 1 over the training split: only where it was asked for. */
  normalise: z.boolean('true or false').optional(),
  /** Each number of an input, or of a target that is numbers, gets mean 0 and standard deviation 1: likewise. */
  standardise: z.boolean('true or false').optional(),
  standardiseTargets: z.boolean('true or false').optional(),
  /** Random changes of training images, by name: only where they were asked for. */
  augment: z.array(z.string('the name of an augmentation'), 'a list of names').min(1, 'a name').optional(),
  /** A file of weights to begin with: only where one was given. */
  params: weightsSchema.optional(),
  /** So much of the training samples is kept back, to be judged by instead of the test samples: only where it was asked for. */
  validationShare: z
    .number('a number between 0 and 1')
    .gt(0, 'a number above 0')
    .lt(1, 'a number below 1')
    .optional(),
  /** Stop after so many epochs without a better one on the validation samples: only where it was asked for. */
  earlyStopping: counted.optional(),
  /** What validation samples judge by: only where it was asked for. */
  monitor: z.enum(monitors).optional(),
  /** An average of the weights, kept beside them: only where it was asked for. */
  average: z.unknown().optional(),
  seed: z.int('a whole number').default(1),
  limitTrainBatches: counted.nullable().default(null),
  limitTestSamples: counted.nullable().default(null),
  checkpointEvery: counted.default(500),
  logEvery: counted.default(50),
  /** Minibatches between measurements on a fixed batch; null: none are made. They change no other number. */
  measureEvery: counted.nullable().default(null),
  plugins: pluginsSchema.optional(),
});

/** What a configuration has in each field, before names are looked up. */
export type ConfigurationValues = z.infer<typeof configurationSchema>;
