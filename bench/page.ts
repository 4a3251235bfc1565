import { facts, type Report } from './report.js';
import { cells, markdownTable } from './table.js';

/** `<!-- figures: PREFIX PREFIX -->` up to `<!-- end -->`; `<!-- measured -->` likewise. */
const block = /<!-- (figures: ([^>]*?)|measured) -->\n[\s\S]*?<!-- end -->/g;

/**
 * A page with its figures from a report: each block has the rows whose keys begin in one of the ways that it names, or where
 * it was measured. Blocks that the report has nothing for stay as they are.
 */
export function withFigures(page: string, report: Report): string {
  return page.replace(block, (whole, what: string, prefixes: string | undefined) => {
    const text =
      prefixes === undefined
        ? facts(report)
            .map((fact) => `- ${fact}`)
            .join('\n')
        : rows(report, prefixes);
    return text === '' ? whole : `<!-- ${what} -->\n${text}\n<!-- end -->`;
  });
}

function rows({ results }: Report, prefixes: string): string {
  const wanted = prefixes.trim().split(/\s+/);
  const some = results.filter(({ figure }) => wanted.some((prefix) => figure.key.startsWith(prefix)));
  return some.length === 0 ? '' : markdownTable(cells(some));
}
