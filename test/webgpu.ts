import { existsSync } from 'node:fs';
import { describe } from 'vitest';
import { startBackend } from '../src/sim/batched/backend.js';

// The software adapter that comes with Debian's chromium. Elsewhere VK_ICD_FILENAMES, and LD_LIBRARY_PATH for libvulkan.so.1,
// say where one is.
const swiftShader = '/usr/lib/chromium/vk_swiftshader_icd.json';
if (existsSync(swiftShader)) process.env.VK_ICD_FILENAMES ??= swiftShader;

/** Why webgpu is not tried here; undefined where it loads. */
const missing: string | undefined = await startBackend('webgpu').then(
  () => undefined,
  (error: Error) => error.message,
);
if (missing !== undefined) console.log(`backend webgpu is not tried here: ${missing}`);

/** Tests that run where webgpu loads, on it. */
export const onWebgpu = describe.skipIf(missing !== undefined);
