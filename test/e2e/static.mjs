// Stylesheets keep to what Chromium 86 knows, and to 600 lines each. Text only; no browser.
import fs from 'node:fs';
import path from 'node:path';
import { root } from './harness.mjs';

const forbidden = [
  [/:is\(|:where\(|:has\(/, 'selector newer than Chromium 86'],
  [/:not\([^)]*[\s,>+~][^)]*\)/, ':not() with more than a simple selector'],
  [/(^|[\s;{])inset\s*:/, 'inset; write top, right, bottom, left'],
  [/aspect-ratio\s*:/, 'aspect-ratio'],
  [/(^|[\s;{])(margin|padding)-(inline|block)\s*:/, 'logical shorthand; write the two sides'],
  [/@layer|@container|@scope/, 'at-rule newer than Chromium 86'],
  [/color-mix\(|oklch\(|oklab\(|light-dark\(/, 'colour function newer than Chromium 86'],
  [/\d(dvh|svh|lvh)\b/, 'viewport unit newer than Chromium 86'],
  [/\bsubgrid\b/, 'subgrid'],
  [/^\s*&/, 'nesting'],
  [/@import|url\(\s*['"]?https?:/, 'fetches from elsewhere'],
];

export function checkStylesheets(trouble) {
  const folder = path.join(root, 'web/assets');
  const sheets = fs.readdirSync(folder).filter(name => name.endsWith('.css'));
  for (const name of sheets) {
    const lines = fs.readFileSync(path.join(folder, name), 'utf8').replace(/\/\*[\s\S]*?\*\//g, c => c.replace(/[^\n]/g, ' ')).split('\n');
    if (lines.length > 601) trouble(`web/assets/${name}`, `${lines.length} lines; at most 600`);
    lines.forEach((line, i) => {
      for (const [pattern, why] of forbidden) if (pattern.test(line)) trouble(`web/assets/${name}:${i + 1}`, why);
    });
  }
  return sheets.length;
}
