export { type ActivitiesOptions, activities, type NodeActivities } from './activities.js';
export { type Bar, type BarsOptions, bars } from './bars.js';
export { type ConfusionOptions, confusion } from './confusion.js';
export { type CurvesOptions, curves, type Series } from './curves.js';
export { type GreyImage, type ImageGridOptions, imageGrid } from './image-grid.js';
export { type Interval, type IntervalsOptions, intervals } from './intervals.js';
export type { Layer } from './layers.js';
export { type Dot, type RasterOptions, raster } from './raster.js';
export type { Point } from './thin.js';
