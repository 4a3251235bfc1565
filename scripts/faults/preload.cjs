// Loaded before the program: counts what it asks of the file system, and at one of these calls lets something happen.
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const { isMainThread } = require('node:worker_threads');

const writing = ['writeSync', 'writeFileSync', 'mkdirSync', 'linkSync'];
const watched = [...writing, 'openSync', 'fsyncSync', 'ftruncateSync', 'renameSync', 'rmSync', 'rmdirSync'];
const promised = ['open', 'rename', 'rm', 'mkdir'];

/** @param fault {kind: 'count' | 'kill' | 'torn' | 'full', at: number of the call, from 1, counts: file for their number} */
module.exports = ({ kind, at, counts }) => {
  if (!isMainThread) return;
  const original = Object.fromEntries(watched.map((name) => [name, fs[name]]));
  let calls = 0;
  const die = () => process.kill(process.pid, 'SIGKILL');
  const full = () => Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  const before = (name, args) => {
    calls++;
    if (kind === 'full' && calls >= at && (writing.includes(name) || name === 'fsyncSync')) throw full();
    if (calls !== at) return;
    if (kind === 'torn') tear(name, args);
    if (kind === 'kill' || kind === 'torn') die();
  };
  const tear = (name, [target, data]) => {
    const bytes = Buffer.isBuffer(data) || typeof data === 'string' ? Buffer.from(data) : undefined;
    const half = bytes?.subarray(0, bytes.length >> 1);
    if (half && name === 'writeSync') original.writeSync(target, half);
    if (half && name === 'writeFileSync') original.writeFileSync(target, half);
  };
  for (const name of watched) {
    fs[name] = (...args) => {
      // What goes to a terminal or a pipe is no matter of the disk.
      if (args[0] !== 1 && args[0] !== 2) before(name, args);
      return original[name](...args);
    };
  }
  for (const name of promised) {
    const real = fs.promises[name];
    fs.promises[name] = async (...args) => {
      before(name, args);
      return real(...args);
    };
  }
  syncBuiltinESMExports();
  if (kind === 'count') process.on('exit', () => original.writeFileSync(counts, String(calls)));
};
