import type { Tick } from '../../messages/clock.js';
import type { NeuronActor } from '../../neurons/neuron-actor.js';
import type { Signal } from '../../neurons/signal.js';
import type { Cell, Context } from './cell.js';
import type { Ledger } from './ledger.js';

/** What is not kept but is there at every moment: the activity, a parameter, what is added up. */
const ofTheMoment = new Set(['activity', 'bias', 'biasGradient', 'answered', 'moved', 'pending', 'ticked']);

const labels: Readonly<Record<string, string>> = {
  slope: "f' of the forward sweep",
  forwardActivity: 'forward activity',
  error: 'output error',
  pooled: 'pooled activities',
  total: 'pooled targets',
  biasGradient: 'gradient added up',
  answered: 'own flags',
  moved: 'own flags',
  pending: 'own flags',
  ticked: 'own flags',
};

/** What a neuron computes when it hears a signal. */
const updateOfSignal: Partial<Record<Signal['kind'], string>> = {
  relax: 'output error',
  learn: 'teaching',
  report: 'moving activity',
  repeat: 'feedback',
  update: 'bias',
  rest: 'activity',
  sample: 'activity',
};

/** Puts a neuron under watch: each of its numbers takes down who reads it, and all it does it does under its name. */
export function watchNeuron(neuron: NeuronActor, ledger: Ledger): void {
  const state = watchFields(neuron, ledger);
  ledger.speaks.set(neuron.options.address, () => state.get('activity') as number);
  watchMethods(neuron, state, ledger);
}

function watchFields(neuron: NeuronActor, ledger: Ledger): ReadonlyMap<string, unknown> {
  const state = new Map<string, unknown>();
  const { address: holder } = neuron.options;
  for (const [name, value] of Object.entries(neuron)) {
    if (!['number', 'string', 'boolean'].includes(typeof value)) continue;
    state.set(name, value);
    const kind = name === 'phase' ? 'phase' : ofTheMoment.has(name) ? 'state' : 'kept';
    const cell: Cell = { reads: labels[name] ?? name, holder, kind, per: 'neuron' };
    Object.defineProperty(neuron, name, {
      get: () => {
        ledger.read(cell);
        return state.get(name);
      },
      set: (next: unknown) => {
        ledger.write(cell);
        state.set(name, next);
      },
    });
  }
  return state;
}

function watchMethods(neuron: NeuronActor, state: ReadonlyMap<string, unknown>, ledger: Ledger): void {
  const { address: actor, node, loss } = neuron.options;
  const within = (update: string | undefined, work: () => void, more: Partial<Context> = {}): void =>
    ledger.within({ actor, kind: 'neuron', node, update, ...more }, work);
  const { tick, tickTogether, turn, run, signal, hear, present, answerLate, listen, overhear } =
    neuron as unknown as Methods;
  const methods: Methods = {
    tick: (it) => {
      within('activity', () => hearTick(ledger, it, () => tick.call(neuron, it)), { signal: 'tick' });
    },
    tickTogether: (it) => {
      within('activity', () => hearTick(ledger, it, () => tickTogether.call(neuron, it)), { signal: 'tick' });
    },
    turn: () => within(undefined, () => turn.call(neuron)),
    run: () => within(updateOfRun(state), () => run.call(neuron)),
    signal: (it) => {
      ledger.signalled(it);
      const update = it.kind === 'relax' && !loss ? undefined : updateOfSignal[it.kind];
      within(update, () => hearSignal(ledger, it, () => signal.call(neuron, it)), { signal: it.kind });
    },
    hear: (message) => within(undefined, () => hear.call(neuron, message), { heard: message }),
    present: (value) => within(undefined, () => present.call(neuron, value)),
    answerLate: () => within('forward activity', () => answerLate.call(neuron)),
    listen: () => within(undefined, () => listen.call(neuron)),
    overhear: () => within(undefined, () => overhear.call(neuron)),
  };
  Object.assign(neuron, methods);
}

/** What is called on a neuron from outside, and what its inboxes call. */
interface Methods
  extends Pick<
    NeuronActor,
    'tick' | 'tickTogether' | 'turn' | 'run' | 'signal' | 'hear' | 'present' | 'answerLate'
  > {
  listen(): void;
  overhear(): void;
}

function hearTick(ledger: Ledger, { kind }: Tick, work: () => void): void {
  ledger.tick(kind === 'step' ? 'tick' : 'settle signal');
  work();
}

function hearSignal(ledger: Ledger, { kind }: Signal, work: () => void): void {
  ledger.hear(`signal ${kind}`, 'a signal that all hear at once', 2);
  work();
}

function updateOfRun(state: ReadonlyMap<string, unknown>): string {
  if (state.get('phase') === 'sweep') return 'forward activity';
  return state.get('moved') === true ? 'moving activity' : 'feedback';
}
