import { quoted } from '../runs/resume-command.js';

/** What to type to go on with a sweep. */
export const resumeSweep = (directory: string): string => `relaxon sweep resume ${quoted(directory)}`;
