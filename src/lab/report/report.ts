import { confusion } from '../plots/confusion.js';
import { curves } from '../plots/curves.js';
import { escapeXml } from '../plots/theme.js';
import type { RelaxationData, ReportData, Section } from './data.js';
import { embedded, figures, pair, paragraphs, section, settings, table } from './html.js';
import { learningCurves, results } from './learning.js';
import { style } from './style.js';

/** Where a page keeps the numbers behind its figures: the id of a JSON script element. */
export const dataId = 'report-data';

/** Lets the page load nothing, from anywhere, whatever is in it. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/**
 * A report as one HTML file that needs nothing else: figures are inline SVG, and the data (all but the figures of
 * `sections`) are inside as JSON. The same data give the same bytes.
 * @throws {InputError} when the confusion counts do not fit their labels
 */
export function report(data: ReportData): string {
  const { sections = [], ...numbers } = data;
  const body = [
    `<h1>${escapeXml(data.title)}</h1><p class="summary">${escapeXml(data.summary)}</p>`,
    ...(data.runs.length > 0
      ? [section('Learning', table(results(data)), figures(learningCurves(data)))]
      : []),
    pair(
      section('Confusion', figures(confusionFigure(data))),
      section('Relaxation', figures(relaxationFigure(data.relaxation))),
    ),
    ...sections.map(furtherSection),
    pair(
      section('Configuration', settings(data.configuration)),
      section('Provenance', settings(data.provenance)),
    ),
    embedded(dataId, { ...numbers, sections: sections.map(({ figures: _, ...rest }) => rest) }),
  ];
  return page(data.title, body.join('\n'));
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<style>
${style}
</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

function confusionFigure({ confusion: matrix }: ReportData): string[] {
  return matrix ? [confusion({ title: 'Confusion on the test set', ...matrix })] : [];
}

function relaxationFigure(relaxation: RelaxationData | undefined): string[] {
  if (!relaxation) return [];
  const { steps, times, stepSize } = relaxation;
  const moments = times ?? steps;
  const series = relaxation.series.map(({ name, values }) => ({
    name,
    points: values.map((value, k) => [moments?.[k] ?? k, value] as const),
  }));
  const x = times ? 'time (τ)' : `relaxation step (step size ${stepSize} τ)`;
  return [
    curves({
      title: 'Distance of the activities from the gradient',
      series,
      x,
      y: 'squared error (sum over units, mean over samples)',
      logY: true,
    }),
  ];
}

function furtherSection({ title, text, figures: svgs = [], table: rows }: Section): string {
  return section(title, text ? paragraphs(text) : '', rows ? table(rows) : '', figures(svgs));
}
