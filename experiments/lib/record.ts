import { z } from 'zod';

const epoch = z.object({
  epoch: z.number(),
  trainLoss: z.number(),
  /** Accuracies only where targets are classes. */
  trainAccuracy: z.number().optional(),
  testLoss: z.number(),
  testAccuracy: z.number().optional(),
});

/** What came of a training: JSON. */
export const recordSchema = z.object({
  /** Resolved; the seed is in it. */
  configuration: z.record(z.string(), z.unknown()),
  /** The epochs that ended with finite losses. */
  epochs: z.array(epoch),
  /** The network as it was left; one whose test loss is not finite answers by chance. */
  final: z.object({ testLoss: z.number().nullable(), testAccuracy: z.number().optional() }),
  /** Where it stopped, if its loss or parameters ceased to be finite. */
  diverged: z.object({ step: z.number(), epoch: z.number(), reason: z.string() }).nullable(),
  measurements: z.array(z.record(z.string(), z.unknown())),
  /** What it ran on. */
  backend: z.string(),
  dataSha256: z.string(),
  seconds: z.number(),
});

/** What came of a training. */
export type TrainingRecord = z.infer<typeof recordSchema>;

/** How a network did in an epoch. */
export type EpochRecord = z.infer<typeof epoch>;
