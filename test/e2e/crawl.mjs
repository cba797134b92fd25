// Walks the pages each kind of visitor can reach, and checks one of every pattern at all widths.
import { findBarriers, findHtmlErrors, judgeWeight, openLookingGlass, weigh } from './checks.mjs';
import { leaveAlone, patternOf, seeds } from './pages.mjs';

const pagesMax = 200;      // looked at for dead links
const patternsMax = 60;    // looked at closely

async function linksOf(page) {
  const found = await page.locator('a[href]').evaluateAll(all => all.map(a => a.href));
  return found.filter(href => href.startsWith(new URL(page.url()).origin))
      .map(href => { const u = new URL(href); return u.pathname + u.search; }).filter(path => !leaveAlone.test(path));
}

async function collect(page, starts, trouble) {
  const seen = new Set();
  const queue = starts.map(path => ({ path, from: 'the start' }));
  const samples = new Map();
  while (queue.length > 0 && seen.size < pagesMax) {
    const { path, from } = queue.shift();
    if (seen.has(path)) continue;
    seen.add(path);
    const pattern = patternOf(path);
    const known = samples.has(pattern);
    const answer = await page.goto(path).catch(error => trouble(path, `cannot be opened: ${error.message.split('\n')[0]}`));
    if (!answer) continue;
    if (answer.status() >= 400 && path !== '/nowhere') {
      trouble(path, `answers ${answer.status()}, linked from ${from}`);
      continue;
    }
    if (!known && samples.size < patternsMax) samples.set(pattern, path);
    if (known && seen.size > 60) continue;   // of lists, the first pages are enough
    for (const next of await linksOf(page)) if (!seen.has(next)) queue.push({ path: next, from: path });
  }
  return { samples, seen };
}

export async function checkPages(browser, visitors, office, trouble, say) {
  const looked = new Set();
  for (const [role, starts] of Object.entries(seeds)) {
    if (role !== 'nobody' && !visitors.roles().includes(role)) continue;
    const page = await visitors.page(role);
    const { samples, seen } = await collect(page, starts, trouble);
    const state = await page.context().storageState();
    const glass = await openLookingGlass(browser, state);
    let count = 0;
    for (const [pattern, path] of samples) {
      if (looked.has(pattern) && role !== 'head') continue;
      looked.add(pattern);
      ++count;
      const url = office.url + path;
      const found = await weigh(browser, state, url);
      for (const what of judgeWeight(found, role === 'nobody' || role === 'citizen')) trouble(path, what);
      for (const what of await findHtmlErrors(found.html)) trouble(path, what);
      for (const what of await findBarriers(glass, url)) trouble(path, what);
    }
    await glass.close();
    say(`pages as ${role}: ${seen.size} opened, ${count} looked at closely`);
  }
}

// The skins are the same pages: the portal once in each.
export async function checkSkins(browser, office, trouble) {
  const glass = await openLookingGlass(browser, undefined);
  for (const skin of ['/?ui=elder', '/?lang=en', '/?theme=dark'])
    for (const what of await findBarriers(glass, office.url + skin)) trouble(skin, what);
  await glass.close();
}
