import { describe, expect, it } from 'vitest';
import { isNeeded, libraryIn, napiVersion, wheelOf } from '../../scripts/tfjs-node/layout.js';
import { run, tellingLine } from '../../scripts/tfjs-node/run.js';

/** Whether a file is there, of a folder with these. */
const having =
  (...files: readonly string[]) =>
  (path: string) =>
    files.includes(path);
const header = 'include/tensorflow/c/eager/c_api.h';

describe('libtensorflow in a folder', () => {
  it('is that of the Python package, or of an archive for C, whose lib may be named', () => {
    const python = having(`/py/${header}`, '/py/libtensorflow_cc.so.2', '/py/libtensorflow_framework.so.2');
    expect(libraryIn('/py', python)).toEqual({
      include: '/py/include',
      main: '/py/libtensorflow_cc.so.2',
      framework: '/py/libtensorflow_framework.so.2',
    });
    const archive = having(
      `/c/${header}`,
      '/c/lib/libtensorflow.so.2',
      '/c/lib/libtensorflow_framework.so.2',
    );
    const found = { include: '/c/include', main: '/c/lib/libtensorflow.so.2' };
    expect(libraryIn('/c', archive)).toMatchObject(found);
    expect(libraryIn('/c/lib', archive)).toMatchObject(found);
  });

  it('is none without headers, without libraries, or of a time when the library was hidden', () => {
    expect(libraryIn('/x', having())).toMatch(/^no libtensorflow in it/);
    expect(libraryIn('/x', having('/x/libtensorflow.so', '/x/libtensorflow_framework.so'))).toMatch(
      /^no include/,
    );
    expect(libraryIn('/x', having(`/x/${header}`, '/x/libtensorflow_framework.so.2'))).toMatch(
      /before 2\.12/,
    );
  });
});

describe('what is downloaded', () => {
  it('is there for Linux on two architectures', () => {
    expect(wheelOf('linux', 'x64')?.name).toBe('tensorflow-cpu');
    expect(wheelOf('linux', 'arm64')?.platform).toMatch(/aarch64$/);
    for (const [platform, arch] of [
      ['darwin', 'arm64'],
      ['win32', 'x64'],
      ['linux', 's390x'],
    ])
      expect(wheelOf(platform, arch)).toBeUndefined();
  });

  it('is unpacked as far as it is needed', () => {
    const needed = [
      'tensorflow/libtensorflow_cc.so.2',
      'tensorflow/libtensorflow_framework.so.2',
      'tensorflow/include/tensorflow/c/eager/c_api.h',
      'tensorflow/include/xla/tsl/c/tsl_status.h',
      'tensorflow/include/tsl/platform/ctstring_internal.h',
    ];
    expect(needed.filter((path) => !isNeeded(path))).toEqual([]);
    const others = [
      'tensorflow/python/_pywrap_tensorflow_internal.so',
      'tensorflow/include/tensorflow/core/graph/graph.h',
      'tensorflow/lite/libtensorflow_cc.so.2',
      'tensorflow_cpu-2.21.0.dist-info/RECORD',
    ];
    expect(others.filter(isNeeded)).toEqual([]);
  });

  it('is built for the highest Node-API that both know', () => {
    expect(napiVersion([3, 4, 5, 6, 7, 8], 9)).toBe(8);
    expect(napiVersion([3, 4, 5, 6, 7, 8], 6)).toBe(6);
    expect(napiVersion([3, 4], 2)).toBeUndefined();
  });
});

describe('a command that fails', () => {
  it('says why in the line that tells it', () => {
    const pip =
      'Looking in indexes: x\nERROR: No matching distribution found for tensorflow-cpu==9.9\n\n[notice] pip';
    expect(tellingLine(pip)).toBe('ERROR: No matching distribution found for tensorflow-cpu==9.9');
    expect(tellingLine('one\n  two \n\n')).toBe('two');
    expect(tellingLine('\n')).toBeUndefined();
    expect(run('no-such-command-here', []).reason).toBe('no-such-command-here: not found');
    const { ok, reason } = run(process.execPath, ['-e', 'process.exit(3)']);
    expect([ok, reason]).toEqual([false, `${process.execPath}: exit code 3`]);
  });
});
