import { idxSet } from './idx-set.js';

/**
 * Cursive Japanese characters in the layout of MNIST (Clanuwat et al. 2018, arXiv:1812.01718; CC BY-SA 4.0). Of its files the md5 is
 * known as they are served, packed: unpacked ones are known by their length.
 */
export const kmnist = idxSet(
  'kmnist',
  'cursive Japanese characters, 60,000 + 10,000 images of 28 x 28',
  ['http://codh.rois.ac.jp/kmnist/dataset/kmnist/'],
  {
    trainImages: { packedMd5: 'bdb82020997e1d708af4cf47b453dcf7' },
    trainLabels: { packedMd5: 'e144d726b3acfaa3e44228e80efcd344' },
    testImages: { packedMd5: '5c965bf0a639b31b8f53240b1b52f4d7' },
    testLabels: { packedMd5: '7320c461ea6c1c855c0b718fb2a4b134' },
  },
  ['o', 'ki', 'su', 'tsu', 'na', 'ha', 'ma', 'ya', 're', 'wo'],
);
