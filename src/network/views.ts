import type { ViewType } from './view.js';
import { concat } from './views/concat.js';
import { flatten } from './views/flatten.js';
import { reshape } from './views/reshape.js';
import { slice } from './views/slice.js';
import { transpose } from './views/transpose.js';
import { unsqueeze } from './views/unsqueeze.js';

/** Every way to look at units, by the name a network description uses. A new one: one file, one line here; or `addViewType`. */
export const viewTypes: Readonly<Record<string, ViewType>> = {
  ...{ concat, slice, reshape, flatten, transpose, unsqueeze },
};
