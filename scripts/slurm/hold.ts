import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/**
 * Stops a process until Slurm has a signal for it: however fast the machine is, its work is not done before.
 * @param then what makes Slurm send one, once the process is stopped
 * @throws {Error} when no signal came for three minutes
 */
export async function holdUntilTold(pid: number, then: () => void = () => {}): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  then();
  for (let left = 3600; left > 0; left--) {
    if (!isStopped(pid)) return;
    if (hasPending(pid)) return void process.kill(pid, 'SIGCONT');
    await setTimeout(50);
  }
  process.kill(pid, 'SIGCONT');
  throw new Error(`Slurm sent process ${pid} no signal`);
}

const isStopped = (pid: number) => /^State:\s*T/m.test(statusOf(pid));

/** Whether a signal waits that it has to hear: to it, or to one of its threads. */
const hasPending = (pid: number) => /^(SigPnd|ShdPnd):\s*0*[1-9a-f]/m.test(statusOf(pid));

/** What the system says of a process; nothing, if it has gone. */
function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
