// usage: node cite.mjs MODULES.txt OUT.cpp
// Indexes where the law acts: comments "// 许可法 32(4): …" and "// GAP: …" in src/, and every basis in definitions/processes.
// Writes the index and the module table as the two functions that `sunroom rules` and `sunroom modules` print.
import fs from 'node:fs';
import path from 'node:path';

const [modules, out] = process.argv.slice(2);
const rows = [];
function walk(folder, visit) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) walk(file, visit);
    else visit(file);
  }
}
walk('src', file => {
  if (!/\.(cpp|h)$/.test(file)) return;
  fs.readFileSync(file, 'utf8').split('\n').forEach((line, index) => {
    const cited = line.match(/\/\/\s*([\u4e00-\u9fff0-9〔〕]+号?[\u4e00-\u9fff]*)\s+([0-9]+(?:-[0-9]+)?(?:\([0-9]+\))?(?:[,–、 ]+[0-9]+(?:\([0-9]+\))?)*)\s*:/);
    const is_date = cited && /[0-9][年月日]/.test(cited[1]);
    if (cited && !is_date) rows.push(`${cited[1]} ${cited[2]}\t${file}:${index + 1}`);
    const gap = line.match(/\/\/\s*GAP:\s*(.*)/);
    if (gap) rows.push(`GAP\t${file}:${index + 1} ${gap[1]}`);
  });
});
walk('definitions/processes', file => {
  if (!file.endsWith('process.json')) return;
  fs.readFileSync(file, 'utf8').split('\n').forEach((line, index) => {
    for (const basis of line.matchAll(/"law":\s*"([^"]+)"[^}]*?"art":\s*"([^"]+)"/g)) rows.push(`${basis[1]} ${basis[2]}\t${file}:${index + 1}`);
  });
});
rows.sort();
const literal = text => 'R"table(' + text + ')table"';
const chunks = text => (text.match(/[\s\S]{1,8000}/g) ?? ['']).map(literal).join('\n    ');
fs.writeFileSync(out, `// Written by tools/cite.mjs.
#include "app/wiring.h"

namespace app {

std::string_view module_table() {
    return ${chunks(fs.readFileSync(modules, 'utf8'))};
}

std::string_view citation_table() {
    return ${chunks(rows.join('\n') + '\n')};
}

}  // namespace app
`);
