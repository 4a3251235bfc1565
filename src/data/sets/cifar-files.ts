import type { Archive, DataFile } from './entry.js';

const mirrors = ['https://www.cs.toronto.edu/~kriz/'];
/** Room for the names and texts that lie beside the records in an archive, in bytes. */
const beside = 1_000_000;
const records = (count: number, labels: number) => count * (labels + 3072);

const archive10: Archive = {
  ...{ folder: 'cifar-10', name: 'cifar-10-binary.tar.gz', inside: 'cifar-10-batches-bin', mirrors },
  bytes: records(60_000, 1) + beside,
  packedMd5: 'c32a1d4ab5d03f1284b67883e8d87530',
};

// Their publishers give the checksum of the archive alone.
const sums10 = {
  'data_batch_1.bin': { sha256: 'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5' },
  'data_batch_2.bin': { sha256: 'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed' },
  'data_batch_3.bin': { md5: '942cd6a4bcdd0dd3c604fbe906cb4421' },
  'data_batch_4.bin': { md5: 'ae636b3ba5c66a11e91e8cb52e771fcb' },
  'data_batch_5.bin': { sha256: '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add' },
  'test_batch.bin': { md5: '803d5f7f4d78ea53de84dbe85f74fb6d' },
} as const;

/** A file of CIFAR-10: 10,000 records of 3,073 bytes. */
export const cifar10File = (name: keyof typeof sums10): DataFile => ({
  ...{ folder: 'cifar-10', name, mirrors: [], archive: archive10, bytes: records(10_000, 1) },
  ...sums10[name],
});

const archive100: Archive = {
  ...{ folder: 'cifar-100', name: 'cifar-100-binary.tar.gz', inside: 'cifar-100-binary', mirrors },
  bytes: records(60_000, 2) + beside,
  packedMd5: '03b5dce01913d631647c71ecec9e9cb8',
};

/**
 * The files of CIFAR-100: 50,000 and 10,000 records of 3,074 bytes. No checksum of their own is known for certain: the
 * archive's is checked when they are fetched, and later only how long they are.
 */
export const cifar100Files: readonly DataFile[] = (
  [
    ['train.bin', 50_000],
    ['test.bin', 10_000],
  ] as const
).map(([name, count]) => ({
  ...{ folder: 'cifar-100', name, mirrors: [], archive: archive100, bytes: records(count, 2) },
}));
