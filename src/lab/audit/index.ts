export { auditNetwork, auditRelaxation, auditRule, type JudgedAudit } from './audit.js';
export { auditAll, type NamedAudit, orRefused, simplifiedVariant } from './catalogue.js';
export { clipNormReadings, derivedLine, optimiserReadings, withReadings } from './derived.js';
export { type Audit, highest, type Level, levels, type Need, type Reading } from './levels.js';
export {
  auditRows,
  breakingLines,
  differenceLines,
  layersLines,
  legendLines,
  readingRows,
  requireAsDeclared,
} from './words.js';
