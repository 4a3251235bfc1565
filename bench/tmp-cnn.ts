import { randomBatch } from '../src/lab/agreement.js';
import { initialParameters } from '../src/network/parameters.js';
import { parseNetwork } from '../src/network/parse.js';
import { startBackend } from '../src/sim/batched/backend.js';
import { BatchedSimulator } from '../src/sim/batched/engine.js';
import { tfjs } from '../src/sim/batched/tfjs.js';
import { relaxationOf } from '../src/sim/relaxation.js';
import { rules } from '../src/sim/rules.js';
const which = process.argv[3] ?? 'cnn';
const descriptions: Record<string, unknown> = {
  cnn: { builder: 'cnn' },
  cnnRelaxing: (() => { const d = { builder: 'cnn' }; const n = parseNetwork(d) as any; n.nodes['layers.1'] = { ...n.nodes['layers.1'], relaxes: true }; return n; })(),
  vgg: { builder: 'vgg' },
  lstm: { inputs: { u: [8, 2] }, nodes: { cell: { builder: 'lstm', units: 64, steps: 8, from: ['u'] }, out: { type: 'dense', units: 1, from: ['cell'] } }, outputs: { out: { loss: 'mse' } } },
  transformer: { inputs: { t: [16, 32] }, nodes: { e: { type: 'linear', units: 32, from: ['t'] }, b: { builder: 'transformerBlock', width: 32, heads: 4, causal: true, from: ['e'] }, out: { type: 'linear', units: 32, from: ['b'] } }, outputs: { out: { loss: 'mse' } } },
};
const backend = await startBackend(process.argv[2] as any);
const network = parseNetwork(descriptions[which]);
const size = 64;
const batch = randomBatch(network, size, 1);
const f32 = (o: any) => Object.fromEntries(Object.entries(o).map(([k, v]: any) => [k, { shape: v.shape, data: Float32Array.from(v.data) }]));
const b = { ...batch, inputs: f32(batch.inputs), targets: f32(batch.targets) };
const p = initialParameters(network, 1);
const relaxation = relaxationOf({ solver: process.argv[4] ?? 'auto', steps: 200, stepSize: 0.1 });
const sims = { bp: new BatchedSimulator(network, p, tfjs), ar: new BatchedSimulator(network, p, tfjs) };
const times: Record<string, number[]> = { bp: [], ar: [] };
const live: number[] = [];
for (let k = 0; k < 14; k++) {
  for (const name of ['bp', 'ar'] as const) {
    const t = performance.now();
    sims[name].train(b, { rule: rules[name], relaxation, learningRate: 1e-4 });
    if (k > 3) times[name].push(performance.now() - t);
  }
  live.push(tfjs.live());
}
if (process.env.PROF) {
  const tf = await import('@tensorflow/tfjs-core');
  const be = tf.backend() as any;
  const acc: Record<string, [number, number]> = {};
  const names = backend.name === 'tfjs-node' ? ['executeSingleOutput', 'executeMultipleOutputs'] : [];
  for (const n of names) { const f = be[n].bind(be); be[n] = (op: string, a: any, i: any, ...r: any[]) => { const t = performance.now(); const o = f(op, a, i, ...r); const e = (acc[op + ' ' + JSON.stringify(o.shape ?? '')] ??= [0, 0]); e[0] += performance.now() - t; e[1]++; return o; }; }
  if (backend.name === 'wasm') for (const k of tf.getKernelsForBackend('wasm')) { const f = k.kernelFunc; (k as any).kernelFunc = (p: any) => { const t = performance.now(); const o: any = f(p); const e = (acc[k.kernelName + ' ' + JSON.stringify(o.shape ?? '')] ??= [0, 0]); e[0] += performance.now() - t; e[1]++; return o; }; }
  const t0 = performance.now();
  for (let k = 0; k < 10; k++) sims[process.env.PROF as 'ar'].train(b, { rule: rules[process.env.PROF as 'ar'], relaxation, learningRate: 1e-4 });
  console.log('per minibatch', ((performance.now() - t0) / 10).toFixed(1));
  for (const [n, [t, c]] of Object.entries(acc).sort((a, b) => b[1][0] - a[1][0]).slice(0, 22)) console.log((t / 10).toFixed(2), c / 10, n);
}
const med = (x: number[]) => [...x].sort((a, b) => a - b)[x.length >> 1];
console.log(backend.name, which, 'bp', med(times.bp).toFixed(1), 'ar', med(times.ar).toFixed(1), 'ratio', (med(times.ar) / med(times.bp)).toFixed(2), 'live', live[5], live.at(-1));
