#!/usr/bin/env node
import { run } from './run.js';
import { bearClosedStreams } from './streams.js';

bearClosedStreams();
const code = await run(process.argv.slice(2));
if (code !== undefined) process.exitCode = code;
