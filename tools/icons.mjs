// usage: node tools/icons.mjs LIST.txt OUT.svg
// Builds the icon sprite of the pages from npm @tabler/icons (MIT). An unknown or doubled name is an error.
import { createRequire } from 'node:module';
import fs from 'node:fs';

const [list, out] = process.argv.slice(2);
if (!list || !out) {
  console.error('usage: node tools/icons.mjs LIST.txt OUT.svg');
  process.exit(2);
}
const require = createRequire(import.meta.url);   // the package exports './*' as './icons/*'
const names = fs.readFileSync(list, 'utf8').split('\n').map(line => line.trim()).filter(Boolean);
const doubled = names.find((name, at) => names.indexOf(name) !== at);
if (doubled) {
  console.error(`${list}: ${doubled} stands there twice`);
  process.exit(1);
}
let sprite = '<svg xmlns="http://www.w3.org/2000/svg">';
for (const name of names) {
  const source = fs.readFileSync(require.resolve(`@tabler/icons/outline/${name}.svg`), 'utf8')
      .replace(/<!--[\s\S]*?-->/, '');
  const inner = source.match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1]
      .replace(/<path stroke="none"[^>]*>/, '').replace(/\s*\n\s*/g, '');
  sprite += `<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`;
}
fs.writeFileSync(out, sprite + '</svg>');
console.log(`${names.length} icons, ${sprite.length + 6} bytes`);
