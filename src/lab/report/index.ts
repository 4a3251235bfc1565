export type { MetricRow, RelaxationData, ReportData, RunMetrics, Section, Setting, Table } from './data.js';
export { energySections } from './energy.js';
export { errorLines, errorSections } from './errors.js';
export { measurementSections } from './measurements.js';
export { rateSections } from './rates.js';
export { dataId, report } from './report.js';
