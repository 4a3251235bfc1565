import { idxSet } from './idx-set.js';

/** Articles of clothing in the layout of MNIST (Xiao, Rasul, Vollgraf 2017, arXiv:1708.07747; MIT licence). */
export const fashionMnist = idxSet(
  'fashion-mnist',
  'articles of clothing, 60,000 + 10,000 images of 28 x 28',
  ['http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/'],
  {
    trainImages: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
    trainLabels: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
    testImages: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
    testLabels: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
  },
);
