import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { datedFolder } from '../../src/cli/dated-folder.js';
import { workspace } from './workspace.js';

const folder = workspace();
afterEach(() => void vi.useRealTimers());

it('says when, and counts what begins within one second', () => {
  vi.useFakeTimers({ now: new Date('2026-03-04T05:06:07.890Z') });
  const beginning = join(folder, 'mnist-ar-1');
  expect(datedFolder(beginning)).toBe(`${beginning}-20260304-050607`);
  mkdirSync(`${beginning}-20260304-050607`);
  expect(datedFolder(beginning)).toBe(`${beginning}-20260304-050607-2`);
  writeFileSync(`${beginning}-20260304-050607-2`, '');
  expect(datedFolder(beginning)).toBe(`${beginning}-20260304-050607-3`);
});
