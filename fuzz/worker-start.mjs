// A thread does not inherit what lets this program run TypeScript.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
