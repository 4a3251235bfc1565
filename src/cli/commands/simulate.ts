import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { refuse } from '../../errors.js';
import { fillFolder, readJsonLines, writeFileAtomic } from '../../lab/files.js';
import { MessageLog } from '../../lab/message-log.js';
import { outTarget, refuseUnwritable } from '../../lab/out-file.js';
import { type Presented, presenting } from '../../lab/presentation.js';
import { drawEveryOf } from '../../lab/recorders/picture.js';
import { type Recordings, recordInto } from '../../lab/recorders/recordings.js';
import { saveSimulation } from '../../lab/simulation.js';
import { inTurns } from '../../lab/turns.js';
import type { Message } from '../../messages/message.js';
import { layOut } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import type { RuleReplay } from '../../sim/events/phases/rule-replay.js';
import type { Running } from '../../sim/events/save/running.js';
import { optionName } from '../arguments.js';
import { energyLine } from '../energy-line.js';
import { askedFor } from '../idle-options.js';
import { interruptible } from '../interrupt.js';
import { print } from '../output.js';
import { checkPace, wantedFrom } from '../record-options.js';
import { ofRestored, type SimulateOptions, simulateOptions } from '../simulate/options.js';
import { newSetting, restoredSetting, type Setting } from '../simulate/setting.js';

/** `relaxon simulate`: one presentation on the event engine, message by message. */
export function simulateCommand(): Command {
  return simulateOptions().action((file: string | undefined, options: SimulateOptions, command: Command) =>
    interruptible((signal) => simulateAction(file, options, command, signal)),
  );
}

async function simulateAction(
  file: string | undefined,
  options: SimulateOptions,
  command: Command,
  signal: AbortSignal,
): Promise<void> {
  const wanted = wantedFrom(options);
  const save = saveFrom(options);
  const setting = settingFrom(file, options, command);
  const { simulator, stimulus, presentation } = setting;
  const { network } = simulator;
  const relaxes = 'targets' in stimulus || options.restore !== undefined;
  const { rule } = presentation;
  if (relaxes) checkPace(options, presentation.relaxation, rule);
  if (save && !relaxes) {
    refuse({
      where: '--save-at',
      got: 'no target in the input',
      expected: 'one: only what relaxes is saved',
    });
  }
  const replay =
    options.replay && simulator.replay(readJsonLines(options.replay), options.replay, presentation.rule);
  const { inputs, nodes } = layOut(network);
  const selections = options.record ?? [...inputs, ...nodes].map(({ name }) => name);
  const onBegin = (running: Running) => {
    if (save) saveAt(save, setting, running);
  };
  const pace = { every: options.every, draw: drawEveryOf(rule, presentation.relaxation), rule };
  const { outputs, messages, energy, relaxed, counts, activitySvg } = await fillFolder(
    options.out,
    (folder) => {
      const record = () => recordInto(folder, simulator, wanted, pace);
      return write(pathsIn(folder), record, async (hear) => {
        const pieces = presenting(simulator, stimulus, presentation, selections, { hear, onBegin });
        const presented = await inTurns(pieces, signal);
        if (replay) refuseRest(replay, options);
        return presented;
      });
    },
  );
  const rows = Object.entries(counts).map(([file, count]) => [join(options.out, basename(file)), count]);
  const recorded: Readonly<Record<string, number>> = Object.fromEntries(rows);
  const summary = { out: options.out, messages, loss: relaxed?.loss ?? null, outputs, energy, recorded };
  print(options.json, summary, () => [
    ...describe(network, summary, pathsIn(options.out), {
      relaxed: relaxed !== undefined,
      drawn: activitySvg !== undefined,
    }),
    ...(save ? [`saved at ${save.time} tau in ${save.file}`] : []),
    ...(replay ? [`every message of ${options.replay} came at its time`] : []),
  ]);
}

interface Save {
  readonly time: number;
  readonly file: string;
}

function saveFrom({ saveAt }: SimulateOptions): Save | undefined {
  if (!saveAt) return undefined;
  const [time, file] = saveAt;
  if (file === undefined) {
    refuse({
      where: '--save-at',
      got: time,
      expected: 'a time in tau and a file',
      hint: `--save-at ${time} FILE`,
    });
  }
  refuseUnwritable(file);
  return { time: Number(time), file };
}

function settingFrom(file: string | undefined, options: SimulateOptions, command: Command): Setting {
  if (options.restore === undefined) {
    if (file !== undefined && options.input !== undefined) {
      return newSetting(file, options.input, options, askedFor(command));
    }
    const got = file === undefined ? 'no network' : 'no --input';
    refuse({ where: 'simulate', got, expected: 'NETWORK --input FILE, or --restore FILE' });
  }
  const others = askedFor(command).filter((name) => !(ofRestored as readonly string[]).includes(name));
  const got = file ?? (others[0] && optionName(others[0]));
  if (got) {
    refuse({ where: '--restore', got: `also ${got}`, expected: 'none: that is in the saved simulation' });
  }
  return restoredSetting(options.restore, options);
}

function saveAt({ time, file }: Save, setting: Setting, running: Running): void {
  if (running.advance(time)) {
    const got = `${time} tau; the simulation is over at ${running.time}`;
    refuse({ where: '--save-at', got, expected: 'an earlier time' });
  }
  saveSimulation(outTarget(file), setting, running);
}

function refuseRest({ left }: RuleReplay, { replay }: SimulateOptions): void {
  if (left === 0) return;
  refuse({
    where: `--replay ${replay}`,
    got: `${left} messages more than were said`,
    expected: 'the log of this simulation',
  });
}

async function write(
  paths: ReturnType<typeof pathsIn>,
  record: () => Recordings,
  presentTo: (hear: (message: Message) => void) => Promise<Presented>,
): Promise<Presented & { readonly counts: Readonly<Record<string, number>> }> {
  const log = new MessageLog(paths.messages);
  let recordings: Recordings | undefined;
  try {
    recordings = record();
    const presented = await presentTo((message) => log.write(message));
    writeFileAtomic(paths.raster, presented.rasterSvg);
    if (presented.activitySvg) writeFileAtomic(paths.relaxation, presented.activitySvg);
    recordings.close();
    log.close();
    return { ...presented, counts: recordings.counts };
  } catch (error) {
    recordings?.abandon();
    log.abandon();
    throw error;
  }
}

const pathsIn = (out: string) => ({
  messages: join(out, 'messages.jsonl'),
  raster: join(out, 'raster.svg'),
  relaxation: join(out, 'relaxation.svg'),
});

function describe(
  network: Network,
  {
    messages,
    energy,
    outputs,
    recorded,
  }: Pick<Presented, 'messages' | 'energy' | 'outputs'> & { recorded: Readonly<Record<string, number>> },
  paths: ReturnType<typeof pathsIn>,
  { relaxed, drawn }: { readonly relaxed: boolean; readonly drawn: boolean },
): string[] {
  const answers = Object.keys(network.outputs).map(
    (name) => `${name}: ${outputs[name].map((x) => x.toFixed(3)).join(' ')}`,
  );
  return [
    ...answers,
    `${messages} messages in ${paths.messages}`,
    energyLine(energy),
    ...Object.entries(recorded).map(([file, rows]) => `${rows} rows in ${file}`),
    `raster ${paths.raster}`,
    ...(drawn ? [`activities ${paths.relaxation}`] : []),
    ...(relaxed ? [] : ['no target in the input: forward sweep only']),
  ];
}
