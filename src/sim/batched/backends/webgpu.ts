import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import { watchFaults } from '../devices/gpu-faults.js';
import type { Loaded } from './loaded.js';

// Names the compiler does not follow: the user installs the packages.
const dawn: string = 'webgpu';
const tfjsBackend: string = '@tensorflow/tfjs-backend-webgpu';
/** Versions that go together and were tried. */
const install = 'npm install webgpu@0.6.2 @tensorflow/tfjs-backend-webgpu@4.22.0';

/** What there is of WebGPU's own interfaces here. */
interface Gpu {
  requestAdapter(options: object): Promise<Adapter | null>;
}

interface Adapter {
  readonly info: Readonly<Record<'vendor' | 'architecture' | 'device' | 'description', string>>;
}

interface Dawn {
  readonly globals: object;
  create(options: readonly string[]): Gpu;
}

/** A GPU through WebGPU: Dawn for Node (npm's `webgpu`) and @tensorflow/tfjs-backend-webgpu, both installed by the user. */
export async function loadWebgpu(): Promise<Loaded> {
  const gpu = await gpuHere();
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('no GPU that Vulkan, Metal or Direct3D 12 has a driver for');
  await installed(tfjsBackend);
  if (!(await tf.setBackend('webgpu'))) throw new Error('its GPU gave no device');
  await tf.ready();
  watchFaults(tf.backend());
  // Else what has just been uploaded would be computed on in JavaScript, to other bits than what was made on the GPU.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  return {
    version: versionOf(tfjsBackend),
    adapter: `${nameOf(adapter)}, Dawn of webgpu ${versionOf(dawn)}`,
  };
}

/** Dawn, put where the backend looks for a GPU: Node has none of its own. */
async function gpuHere(): Promise<Gpu> {
  const runtime = globalThis as { navigator?: { gpu?: Gpu } };
  runtime.navigator ??= {};
  if (!runtime.navigator.gpu) {
    const { create, globals } = await installed<Dawn>(dawn);
    Object.assign(globalThis, globals);
    runtime.navigator.gpu = create([]);
  }
  return runtime.navigator.gpu;
}

async function installed<T>(name: string): Promise<T> {
  try {
    return (await import(name)) as T;
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    const missing = code === 'ERR_MODULE_NOT_FOUND' && String(message).includes(`'${name}'`);
    throw missing ? new Error(`${name} is not installed: ${install}`) : error;
  }
}

const versionOf = (name: string): string =>
  (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version;

const nameOf = ({ info: { vendor, architecture, device, description } }: Adapter): string =>
  [vendor, device || architecture, description].filter(Boolean).join(' ') || 'a GPU without a name';
