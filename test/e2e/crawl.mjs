// Walks the pages each kind of visitor can reach, and checks one of every pattern at all widths.
import { findBarriers, lookClosely, openLookingGlass } from './checks.mjs';
import { isStaff, leaveAlone, patternOf, seeds } from './pages.mjs';

const pagesMax = 150;      // asked for, of each kind of visitor; what somebody asked for before is not asked again
const patternsMax = 60;    // looked at closely

const linkPattern = /<a\b[^>]*\bhref="([^"#]+)/g;
function linksOf(html) {
  return [...html.matchAll(linkPattern)].map(found => found[1].replaceAll('&amp;', '&'))
      .filter(href => href.startsWith('/') && !href.startsWith('//') && !leaveAlone.test(href));
}

// Pages are asked for without drawing them: a dead link is found by its answer, the next ones stand in its text.
async function collect(request, starts, asked, trouble) {
  const queue = starts.map(path => ({ path, from: 'the start' }));
  const samples = new Map();
  let count = 0;
  while (queue.length > 0 && count < pagesMax) {
    const { path, from } = queue.shift();
    if (asked.has(path)) continue;
    asked.add(path);
    ++count;
    const answer = await request.get(path);
    if (answer.status() >= 400 && path !== '/nowhere') {
      trouble(path, `answers ${answer.status()}, linked from ${from}`);
      continue;
    }
    const pattern = patternOf(new URL(answer.url()).pathname + new URL(answer.url()).search);
    const known = samples.has(pattern);
    if (!known && samples.size < patternsMax) samples.set(pattern, path);
    if (known && count > 60) continue;   // of lists, the first pages are enough
    for (const next of linksOf(await answer.text())) if (!asked.has(next)) queue.push({ path: next, from: path });
  }
  return { samples, count };
}

export async function checkPages(browser, visitors, office, trouble, say) {
  const { looked } = visitors;
  const asked = new Set();
  for (const [role, starts] of Object.entries(seeds)) {
    if (role !== 'nobody' && !visitors.roles().includes(role)) continue;
    const page = await visitors.page(role);
    for (const path of starts) asked.delete(path);
    const { samples, count: opened } = await collect(page.context().request, starts, asked, trouble);
    const state = await page.context().storageState();
    let count = 0;
    for (const [pattern, path] of samples) {
      if (looked.has(pattern)) continue;
      looked.add(pattern);
      ++count;
      await lookClosely(browser, state, office.url + path, !isStaff(path), trouble);
    }
    say(`pages as ${role}: ${opened} asked for, ${count} looked at closely`);
  }
}

// The skins are the same pages: the portal once in each.
export async function checkSkins(browser, office, trouble) {
  const glass = await openLookingGlass(browser, undefined);
  for (const skin of ['/?ui=elder', '/?lang=en', '/?theme=dark'])
    for (const what of await findBarriers(glass, office.url + skin)) trouble(skin, what);
  await glass.close();
}
