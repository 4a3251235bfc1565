/** Options under headings, each in a few words; by the names under which commander keeps them. */
export type Groups = Readonly<Record<string, Readonly<Record<string, string>>>>;

const backends = {
  backend: 'what computes tensors (default: the fastest here)',
  threads: 'threads of its, where it can have more',
};
const printing = { json: 'print as one JSON object', quiet: 'no progress' };
const plugin = { plugin: 'rules, losses, ... of your own, a .ts or .js file' };
const tensors = {
  params: 'parameters, as safetensors',
  batch: 'inputs and targets, as safetensors',
};

/**
 * The options of each command that --help has, with what it says of them. All others are under --help-all; so is a command's
 * new option until it stands here. A command that does not stand here has all of them under both.
 */
export const everyday: Readonly<Record<string, Groups>> = {
  train: {
    'What to train:': {
      data: 'data set (relaxon data list) or file (default: mnist)',
      target: 'of a file: what to learn (default: last column)',
      rule: 'learning rule (relaxon rules; default: ar)',
      engine: 'batched, or events: actors (default: batched)',
      ...plugin,
      config: "settings as JSON, such as a run's config.json",
      params: 'weights to begin with, as safetensors',
    },
    'How:': {
      epochs: 'passes over the training samples (default: 10)',
      batchSize: 'samples per minibatch (default: 64)',
      learningRate: 'of the mean loss (default: 0.064; of adam 0.001)',
      optimiser: 'sgd, momentum, adam, ... (default: sgd)',
      steps: 'steps of the relaxation (default: 100)',
      validationShare: 'share of the training samples to hold back',
      seed: 'determines the run, to the bit (default: 1)',
      seeds: 'so many runs, of --seed and those after it',
      jobs: 'so many of these at a time (default: all cores)',
    },
    'Where, and what is kept:': {
      out: 'run directory (default: runs/DATA-RULE-SEED-DATE)',
      resume: 'go on with an interrupted run',
      measure: 'measure angles to the true gradient, errors, norms',
      limitTrainBatches: 'minibatches per epoch, for a quick look',
      ...printing,
    },
  },
  relax: {
    'Files:': { ...tensors, out: 'where the result goes, as safetensors', ...plugin },
    'How:': {
      rule: 'learning rule',
      engine: 'batched, or events',
      steps: 'steps (default: 100)',
      stepSize: 'of a step, in tau (default: 0.1)',
      duration: 'continuous time, for so many tau, in place of steps',
      feedback: 'what carries messages down',
      derivative: "f' in the relaxation: frozen, current, none",
      ...printing,
    },
  },
  simulate: {
    'Files:': {
      params: tensors.params,
      input: 'safetensors with input and, to relax, target',
      sample: 'which row of it',
      out: 'where to write; must not exist',
      ...plugin,
    },
    'How:': {
      rule: 'learning rule',
      duration: 'continuous time, for so many tau, in place of steps',
      messages: 'sampled, trajectory, or threshold',
      quantum: 'of threshold: how far an activity moves unsaid',
      delay: 'how long messages are under way, in tau',
      seed: 'of all that is random',
    },
    'What is recorded:': {
      record: 'whom to listen to (default: all neurons)',
      recordActivity: 'activities of these actors',
      every: 'so often, in tau (default: on change)',
      saveAt: 'save the simulation at a time, and go on',
      restore: 'go on with one that was saved',
      replay: 'have actors say what a messages.jsonl says',
      json: printing.json,
    },
  },
  stream: {
    'What:': {
      rule: 'learning rule that the way can run',
      way: 'how neurons live without phases',
      data: 'data set of classes (relaxon data list)',
      ...plugin,
      config: "settings as JSON, such as a stream's config.json",
    },
    'How:': {
      images: 'how many come, in a random order',
      every: 'from one image to the next, in tau',
      learningRate: 'of the weights',
      targetDelay: 'how long after its image a target comes, in tau',
      taught: 'share of the images whose target ever comes',
      seed: 'determines the run, to the bit',
      limitTestSamples: 'test samples to judge by (default: all)',
      out: 'where to write; must not exist',
      ...printing,
    },
  },
  agree: {
    'What:': { rule: 'learning rule (relaxon rules)', ...tensors, ...plugin },
    'How:': {
      train: 'minibatches of training to compare as well',
      batchSize: 'samples of a random batch',
      steps: 'steps of the relaxation (default: 100)',
      tolerance: 'instead of 1e-5, and 1e-4 of trained weights',
      seed: 'of parameters and batch',
      ...backends,
      ...printing,
    },
  },
  audit: {
    'What:': {
      rule: 'the rule, or all of them',
      all: 'one row for each variant and rule',
      optimiser: 'what it adds, from its equations',
      feedback: 'what carries messages down',
      ...plugin,
    },
    'How:': { steps: 'steps that are watched', out: 'write the audits as JSON, too', json: printing.json },
  },
};
