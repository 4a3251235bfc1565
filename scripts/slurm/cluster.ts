import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** What a cluster of one machine needs. */
const programs = ['slurmctld', 'slurmd', 'munged', 'sbatch', 'scontrol'];

/** Why there can be no cluster here; undefined if there can. */
export function whyNot(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can start slurmd';
  const missing = programs.filter((name) => spawnSync('which', [name]).status !== 0);
  return missing.length > 0 ? `not installed: ${missing.join(', ')}` : undefined;
}

/** Settings of a cluster that listens on this machine only, with two cores and two partitions; tasks of `urgent` take the place of others. */
const settings = (folder: string, port: number) => `
ClusterName=lab
SlurmctldHost=localhost
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${folder}/run/munge.socket,cred_expire=5
CredType=cred/munge
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/run/slurmctld.pid
SlurmdPidFile=${folder}/run/slurmd.pid
SlurmctldLogFile=${folder}/log/slurmctld.log
SlurmdLogFile=${folder}/log/slurmd.log
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SlurmctldPort=${port}
SlurmdPort=${port + 1}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc=${folder}/log/jobcomp.txt
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=2,bf_interval=2
ReturnToService=2
SlurmdTimeout=30
KillWait=5
MinJobAge=300
OverTimeLimit=0
SlurmdParameters=config_overrides
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
NodeName=localhost CPUs=${Math.min(2, cpus().length)} RealMemory=4000 State=UNKNOWN
PartitionName=main Nodes=localhost Default=YES MaxTime=INFINITE State=UP PriorityTier=1 GraceTime=0
PartitionName=urgent Nodes=localhost Default=NO MaxTime=INFINITE State=UP PriorityTier=10 PreemptMode=OFF
`;

/** A Slurm of this machine alone, which goes when it is stopped. */
export class Cluster {
  private constructor(private readonly folder: string) {}

  /** Starts it in a new folder; sets SLURM_CONF. */
  static async start(folder: string, port = 16_817): Promise<Cluster> {
    for (const name of ['state', 'spool', 'log', 'run']) mkdirSync(join(folder, name), { recursive: true });
    // Munge lets everybody reach its socket, or refuses to start.
    chmodSync(dirname(folder), 0o755);
    const run = (name: string) => join(folder, 'run', name);
    writeFileSync(run('munge.key'), randomBytes(1024), { mode: 0o400 });
    writeFileSync(join(folder, 'slurm.conf'), settings(folder, port));
    process.env.SLURM_CONF = join(folder, 'slurm.conf');
    const cluster = new Cluster(folder);
    const munge = [
      'key-file=munge.key',
      'socket=munge.socket',
      'pid-file=munged.pid',
      'seed-file=munged.seed',
    ];
    const options = munge.map((option) => option.replace('=', `=${run('')}/`)).map((option) => `--${option}`);
    execFileSync('munged', [...options, `--log-file=${join(folder, 'log', 'munged.log')}`]);
    execFileSync('slurmctld', ['-c']);
    await setTimeout(1000);
    execFileSync('slurmd', ['-N', 'localhost']);
    for (let tries = 0; tries < 60; tries++) {
      await setTimeout(500);
      if (/idle/.test(said('sinfo', '-h', '-o', '%T'))) return cluster;
    }
    cluster.stop();
    throw new Error('Slurm did not come up');
  }

  /** Ends what it started, and nothing else. */
  stop(): void {
    spawnSync('scancel', ['-u', 'root']);
    for (const name of ['slurmd', 'slurmctld', 'munged']) {
      const file = join(this.folder, 'run', `${name}.pid`);
      if (!existsSync(file)) continue;
      try {
        process.kill(Number(readFileSync(file, 'utf8')), 'SIGTERM');
      } catch {
        // It has ended by itself.
      }
    }
  }
}

/** What a command prints. */
export const said = (command: string, ...args: string[]): string =>
  spawnSync(command, args, { encoding: 'utf8' }).stdout ?? '';
