#!/usr/bin/env node
import { hearToTheEnd } from './interrupt.js';
import { run } from './run.js';
import { bearClosedStreams } from './streams.js';

bearClosedStreams();
hearToTheEnd();
const code = await run(process.argv.slice(2));
if (code !== undefined) process.exitCode = code;
