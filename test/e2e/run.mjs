// usage: node test/e2e/run.mjs [static] [pages] [journeys] [courses]      (all without a name)
// Exit 0: all well; 1: findings; 77: skipped, said aloud, because there is no Chromium.
import { findChromium, openBrowser, openOffice, Visitors } from './harness.mjs';
import { checkStylesheets } from './static.mjs';

const wanted = process.argv.slice(2);
const only = process.env.SUNROOM_COURSES?.split(',');   // some courses only, while working on them
const runs = part => wanted.length === 0 || wanted.includes(part);
const say = line => console.log(line);
const troubles = [];
const trouble = (where, what) => { troubles.push(`${where}: ${what}`); };

if (runs('static')) say(`static: ${checkStylesheets(trouble)} stylesheets`);

const chromium = findChromium();
const browsing = runs('pages') || runs('journeys') || runs('courses');
if (!chromium && browsing) {
  for (const line of troubles) say(line);
  say('SKIPPED: no Chromium; journeys and page checks did not run (apt-get install chromium, or CHROME_PATH)');
  process.exit(troubles.length > 0 ? 1 : 77);
}
if (browsing) {
  let office, browser;
  try {
    office = await openOffice();
    browser = await openBrowser(chromium);
    const visitors = new Visitors(browser, office, trouble);
    if (runs('journeys')) await (await import('./journeys.mjs')).walkJourneys(visitors, trouble, say);
    if (runs('courses')) await (await import('./courses.mjs')).walkCourses(visitors, trouble, say, only);
    if (runs('pages')) {
      const { checkPages, checkSkins } = await import('./crawl.mjs');
      await checkPages(browser, visitors, office, trouble, say);
      await checkSkins(browser, office, trouble);
    }
    await visitors.close();
  } catch (error) {
    trouble('test/e2e', error.message);
  } finally {
    await browser?.close();
    office?.stop();
  }
}
for (const line of troubles) say(line);
say(troubles.length > 0 ? `${troubles.length} findings` : 'OK');
process.exit(troubles.length > 0 ? 1 : 0);
