/** The style sheet of a report. Figures are black on white by themselves; a dark page sets their paper and ink. */
export const style = `
:root { color-scheme: light dark; --ink: #1f2328; --quiet: #59636e; --paper: #ffffff; --line: #d8dee4; --card: #ffffff; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 8px; }
h2 { font-size: 18px; margin: 40px 0 12px; padding-bottom: 4px; border-bottom: 1px solid var(--line); }
p { max-width: 75ch; margin: 0 0 12px; }
.summary { font-size: 17px; color: var(--quiet); }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 480px), 1fr)); gap: 16px; margin: 12px 0; }
.pair { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 480px), 1fr)); gap: 0 16px; }
figure { margin: 0; padding: 4px; background: var(--card); border: 1px solid var(--line); border-radius: 6px; break-inside: avoid; }
svg.figure { display: block; max-width: 100%; height: auto; }
table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 20px 5px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { font-weight: 600; border-bottom: 2px solid var(--line); }
tbody th { font-weight: 400; color: var(--quiet); white-space: nowrap; }
.number { text-align: right; padding: 5px 20px 5px 12px; }
.settings { width: 100%; }
.settings th { width: 1%; }
.settings td { overflow-wrap: anywhere; }
.wide { overflow-x: auto; margin: 12px 0; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e6e8eb; --quiet: #a2abb5; --paper: #14171a; --line: #343a41; --card: #1b1f23; }
  svg.figure { color: var(--ink); }
  svg.figure .paper { fill: var(--card); }
}
@media print {
  :root { color-scheme: light; }
  main { max-width: none; padding: 0; }
  .figures, .pair { grid-template-columns: 1fr 1fr; gap: 0 12px; }
  .pair .figures { grid-template-columns: 1fr; }
  h2 { margin-top: 20px; }
  h2 { break-after: avoid; }
  tr { break-inside: avoid; }
}
`.trim();
