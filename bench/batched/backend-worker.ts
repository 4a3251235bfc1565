// Starts a backend, and says which one it is. Argument: its name, none for the best that loads.
import { backendName, startBackend } from '../../src/sim/batched/backend.js';
import { answer } from '../children/serve.js';

const backend = await startBackend(process.argv[2]);
const { name } = backend;
answer(() => ({}), { name, version: backendName(backend).slice(name.length + 1) });
