// Starts a backend, and says which one it is. Argument: its name, none for the best that loads.
import { startBackend } from '../../src/sim/batched/backend.js';
import { answer } from '../children/serve.js';

const { name, version } = await startBackend(process.argv[2]);
answer(() => ({}), { name, version });
