import { Worker } from 'node:worker_threads';

/** From one sign of life to the next, in ms. */
const interval = 10_000;

// A thread of its own: one minibatch, or a test of many images, may keep the main one busy for longer than anybody
// waits. It writes the same bytes again, so that the file system's own clock dates them, and only into a file that
// it has seen to be ours: what has taken its place since is another file.
const program = `
const { parentPort } = require('node:worker_threads');
const fs = require('node:fs');
const files = new Map();
parentPort.on('message', ({ path, text, end }) => {
  try {
    if (end) {
      if (files.has(path)) fs.closeSync(files.get(path).file);
      files.delete(path);
      return;
    }
    const file = fs.openSync(path, fs.constants.O_RDWR | (fs.constants.O_NOFOLLOW ?? 0));
    if (fs.readFileSync(file, 'utf8') === text) files.set(path, { file, text });
    else fs.closeSync(file);
  } catch {}
});
setInterval(() => {
  for (const { file, text } of files.values()) {
    try {
      fs.writeSync(file, text, 0);
    } catch {}
  }
}, ${interval});
`;

let worker: Worker | undefined;

/** Gives signs of life in a file that holds `text`: its time of change is never older than some seconds. @returns what ends it */
export function keepAlive(path: string, text: string): () => void {
  worker ??= startWorker();
  worker.postMessage({ path, text, end: false });
  return () => worker?.postMessage({ path, text, end: true });
}

function startWorker(): Worker {
  // Options of Node's own, such as a loader, are of no use to it.
  const started = new Worker(program, { eval: true, execArgv: [], env: {} });
  started.on('error', () => {
    worker = undefined;
  });
  started.unref();
  return started;
}
