// What a citizen does: finds an item, reads its guide, applies one page at a time, follows, hands in more, rates.
// Script is off; everything is a link, a field or a button. A wish that is not met stops the journey it belongs to.
import { address, answerFor, apply, guideParts, tracker } from './pages.mjs';

export class Stop extends Error {}
export function must(condition, what) { if (!condition) throw new Stop(what); }
export const textOf = async locator => (await locator.first().textContent()).replace(/\s+/g, ' ').trim();
// Words that may not be there; asking for them does not wait.
const wordsOf = async locator => (await locator.allTextContents()).join(' ').replace(/\s+/g, ' ').trim();
const pathOf = page => new URL(page.url()).pathname;

export const paper = { name: 'paper.pdf', mimeType: 'application/pdf',
                       buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n') };
const program = { name: 'paper.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ\x90\x00\x03 not a paper') };

// --- finding ---------------------------------------------------------------------------------------------------
async function hits(page) {
  return page.locator('main a[href^="/items/"]').evaluateAll(all => all.map(a => a.getAttribute('href')));
}

export async function findByWords(page, words, item) {
  await page.goto(address.home);
  const box = page.locator('form[role=search] input[name=q]').first();
  await box.fill(words);
  await box.press('Enter');
  const found = await hits(page);
  must(found.slice(0, 3).includes(`/items/${item}`), `searching for ${words} does not show ${item} among the first three: ${found.slice(0, 3).join(' ')}`);
  await page.locator(`main a[href="/items/${item}"]`).first().click();
  must(pathOf(page) === `/items/${item}`, `the hit leads to ${page.url()}`);
}

// From the portal's tiles: a theme, or a department, and then through the pages of its list.
export async function findByList(page, name, item) {
  await page.goto(address.home);
  await page.locator('main').getByRole('link', { name, exact: false }).first().click();
  for (let pages = 0; pages < 10; ++pages) {
    if ((await hits(page)).includes(`/items/${item}`)) break;
    const next = page.locator('.pager a[rel=next]');
    must(await next.count() > 0, `${item} is not listed under ${name}`);
    await next.click();
  }
  await page.locator(`main a[href="/items/${item}"]`).first().click();
  must(pathOf(page) === `/items/${item}`, `the list of ${name} leads to ${page.url()}`);
}

export async function readGuide(page, item) {
  await page.goto(address.guide(item));
  must(await page.locator('main h1').count() === 1, 'the guide has no single h1');
  for (const [id, what] of guideParts) {
    const part = page.locator(`section#${id}`);
    must(await part.count() === 1 && (await textOf(part)).length > 8, `the guide does not publish ${what} (#${id})`);
  }
  const rows = await page.locator('#materials tbody tr').count();
  must(rows > 0, 'the guide lists no material');
  const law = page.locator('#basis a[href^="/laws/"]').first();
  must(await law.count() === 1, 'the guide links no article of law');
  const target = await law.getAttribute('href');
  const answer = await page.goto(target);
  must(answer.status() === 200, `the article ${target} answers ${answer.status()}`);
  const anchor = target.split('#')[1];
  must(!anchor || await page.locator(`[id="${decodeURIComponent(anchor)}"]`).count() === 1, `${target} has no such article`);
  return rows;
}

// --- applying --------------------------------------------------------------------------------------------------
// Fills what the page asks for and is still empty. Required is what is not marked optional.
export async function fillFields(form) {
  for (const field of await form.locator('input[type=text]:visible, textarea:visible, input[type=date]:visible').all()) {
    const name = await field.getAttribute('name');
    if (!name || await field.inputValue() !== '') continue;
    const id = await field.getAttribute('id');
    const label = await wordsOf(form.locator(`label[for="${id}"]`));
    if (/选填|optional/i.test(label)) continue;
    const number = /numeric|decimal/.test(await field.getAttribute('inputmode') ?? '');
    await field.fill((await field.getAttribute('type')) === 'date' ? '2026-03-02' : number ? '60' : answerFor(name, label));
  }
  for (const group of await form.locator('fieldset:visible').all()) {
    const radios = group.locator('input[type=radio]');
    if (await radios.count() > 0 && await group.locator('input[type=radio]:checked').count() === 0) await radios.first().check({ force: true });
  }
}

// An error summary comes first, is announced, names the title, and every line leads to what it speaks of.
export async function summaryIsWhole(page) {
  const summary = apply.summary(page);
  must(await summary.count() === 1, `${page.url()} refuses without an error summary`);
  must(await summary.getAttribute('role') === 'alert', 'the error summary is not announced');
  must(/^出错了/.test(await page.title()), `the title of a refused page is “${await page.title()}”`);
  for (const link of await summary.locator('a').all()) {
    const target = (await link.getAttribute('href')).slice(1);
    must(await page.locator(`[id="${target}"]`).count() === 1, `the summary links #${target}, which is not on ${page.url()}`);
  }
}

export async function uploadAll(page) {
  for (let left = 12; left > 0; --left) {
    const slot = page.locator('.slot', { has: page.locator('form.slot-add') }).filter({ hasNot: page.locator('form.slot-file') }).first();
    if (await slot.count() === 0) return;
    await slot.locator('input[type=file]').setInputFiles(paper);
    await slot.locator('form.slot-add button').click();
    must(await apply.summary(page).count() === 0, `a paper is refused: ${await wordsOf(apply.summary(page))}`);
  }
}

export async function beginApplication(page, item, way) {
  await page.goto(address.guide(item));
  await page.locator(`a[href="/apply/${item}"]`).first().click();
  const scenario = page.locator('input[name=scenario]').first();
  if (await scenario.count() > 0) await scenario.check({ force: true });
  await page.locator(`button[name=way][value=${way}]`).click();
  must(pathOf(page).startsWith('/apply/draft/'), `the application does not begin; ${page.url()}`);
}

// Goes on from the page that is open until the number is shown. `before(page)` looks at each page before it is filled.
export async function fillToTheEnd(page, before = async () => {}) {
  const trail = [];
  for (let pages = 0; pages < 24 && await apply.number(page).count() === 0; ++pages) {
    const path = pathOf(page);
    must(trail.filter(seen => seen === path).length < 2, `${trail.join(' ')}: ${path} does not let go: ${await wordsOf(apply.summary(page)) || 'without a word'}`);
    trail.push(path);
    await before(page, path.split('/').pop());
    await page.look();
    await uploadAll(page);
    await fillFields(page.locator('main'));
    if (await apply.declaration(page).count() > 0) await apply.declaration(page).check({ force: true });
    await apply.next(page).click();
  }
  if (process.env.SUNROOM_TRAIL) console.log(trail.join(' '));
  must(await apply.number(page).count() > 0, `the application never ends; pages seen: ${trail.join(' ')}`);
  await page.look();
  must(await page.locator('.qr svg').count() > 0, 'the confirmation shows no QR code');
  return { ...await receiptOf(page), pages: trail.length };
}

export async function receiptOf(page) {
  const shown = await textOf(apply.number(page));
  const code = (await textOf(apply.code(page))).replace(/\s/g, '');
  must(/^\d{6}$/.test(code), `the 查询码 is “${code}”`);
  return { shown, number: shown.replace(/[^0-9A-Za-z]/g, ''), code };
}

// What stands on the page of a draft for going on elsewhere; another visitor goes on with it.
export async function resume(draftPage, other) {
  const said = await textOf(draftPage.locator('.saved'));
  const [, draft] = said.match(/草稿号\s*([\w-]+)/) ?? [];
  const [, code] = said.match(/查询码\s*([\d ]{6,7})/) ?? [];
  must(draft && code, `the page does not say how to go on elsewhere: ${said}`);
  await other.goto(address.resume);
  const fields = other.locator('main input[type=text]');
  await fields.nth(0).fill(draft);
  await fields.nth(1).fill(code.trim());
  await apply.next(other).click();
  must(pathOf(other).startsWith(`/apply/draft/${draft}/`), `the draft ${draft} is not opened elsewhere: ${other.url()}`);
}

// Wrong on purpose: an empty page, a program instead of a paper, no declaration. Each is told, nothing typed is lost.
export function mistakesOnTheWay() {
  const made = new Set();
  return async (page, name) => {
    if (name === 'who' && !made.has(name)) {
      await page.locator('main input[name=name]').fill('李禾');
      await apply.next(page).click();
      await summaryIsWhole(page);
      must(await page.locator('main input[name=name]').inputValue() === '李禾', 'what was typed is lost on a refused page');
      made.add(name);
    }
    if (name === 'materials' && !made.has(name)) {
      const slot = page.locator('section.slot', { has: page.locator('form.slot-add') }).first();
      await slot.locator('input[type=file]').setInputFiles(program);
      await slot.locator('form.slot-add button').click();
      await summaryIsWhole(page);
      await page.goto(page.url().replace(/\/materials.*/, '/materials'));
      await apply.next(page).click();
      await summaryIsWhole(page);
      made.add(name);
    }
    if (name === 'check' && !made.has(name)) {
      must(await page.locator('dl.ans').count() > 1, 'the answers are not shown before sending');
      must(await page.locator('dl.ans a').count() > 3, 'answers cannot be changed before sending');
      await apply.next(page).click();
      await summaryIsWhole(page);
      made.add(name);
    }
    return made;
  };
}

// --- following -------------------------------------------------------------------------------------------------
export async function track(page, receipt) {
  await page.goto(address.track);
  await page.fill(tracker.number, receipt.shown);
  await page.fill(tracker.code, receipt.code);
  await apply.next(page).click();
  must(await tracker.headline(page).count() > 0, `tracking ${receipt.shown} with its 查询码 shows no progress`);
  return textOf(tracker.headline(page));
}

// Promised, statutory and used days, and why the day is what it is.
export async function clocksAreShown(page, { isInstant }) {
  const cells = page.locator('dl.clock > div');
  must(await cells.count() === 3, 'the tracker does not show promised, statutory and used time');
  const [promise, legal, used] = await Promise.all([0, 1, 2].map(i => textOf(cells.nth(i))));
  must(/承诺/.test(promise) && (isInstant ? /当场/ : /\d+ 个?工作日/).test(promise), `the promised time reads “${promise}”`);
  must(/法定/.test(legal) && /\d/.test(legal), `the statutory time reads “${legal}”`);
  must(/\d|当场|不满/.test(used), `the used time reads “${used}”`);
  must(await page.locator('.st-why tbody tr').count() > 0, 'the due date is not explained day by day');
  return `${promise}; ${legal}; ${used}`;
}

export async function handInMore(page, receipt, asked) {
  await track(page, receipt);
  const slots = page.locator('#supplement .slot');
  must(await slots.count() === asked, `${asked} materials were asked for, the applicant sees ${await slots.count()}`);
  await page.look();
  must(await page.locator('#now .call a').count() > 0, 'the tracker does not say what the applicant must do now');
  await uploadAll(page);
  await page.locator('#supplement button.pri').click();
  must(await apply.summary(page).count() === 0, 'the supplement is refused');
  await track(page, receipt);
  must(await page.locator('#supplement').count() === 0, 'what was handed in is asked for again');
}

export async function withoutCodeNothingOpens(page, receipt) {
  await page.context().clearCookies();
  await page.goto(address.track);
  await page.fill(tracker.number, receipt.shown);
  await page.fill(tracker.code, receipt.code === '000000' ? '000001' : '000000');
  await apply.next(page).click();
  must(await tracker.headline(page).count() === 0, 'a wrong 查询码 opens a matter');
  await summaryIsWhole(page);
}

export async function rate(page, receipt) {
  await track(page, receipt);
  must(await tracker.rate(page).count() > 0, 'a finished matter cannot be rated');
  await tracker.rate(page).first().click();
  await page.look();
  must(await page.locator('input[name=level]').count() === 5, `there are ${await page.locator('input[name=level]').count()} levels, not five`);
  await apply.next(page).click();
  await summaryIsWhole(page);
  await page.locator('input[name=level]').first().check({ force: true });
  await apply.next(page).click();
  must(await apply.summary(page).count() === 0, 'the rating is refused');
  await track(page, receipt);
  must(await tracker.rate(page).count() === 0, 'a matter can be rated twice');
}

// On paper the page is the letter or the licence: no navigation, and the address and a QR code to check it by.
export async function printsWell(page) {
  await page.look();
  await page.emulateMedia({ media: 'print' });
  must(await page.locator('article.paper').isVisible(), `${page.url()} prints no sheet`);
  for (const chrome of ['header', 'footer.foot', '.paper-bar'])
    must(await page.locator(chrome).first().isHidden(), `${chrome} of ${page.url()} is printed`);
  must(await page.locator('article.paper .qr svg').isVisible(), `${page.url()} prints no QR code`);
  const pdf = await page.pdf({ format: 'A4' });
  must(pdf.subarray(0, 4).toString() === '%PDF', `${page.url()} cannot be printed`);
  await page.emulateMedia({ media: 'screen' });
}

// From the tracker to the published result, the licence on paper and the list everybody reads.
export async function resultIsPublic(page, receipt, everybody) {
  await track(page, receipt);
  const letter = page.locator('.st-rail a[href*="/letters/"]').last();
  must(await letter.count() > 0, 'the tracker links no letter');
  await letter.click();
  await printsWell(page);
  await track(page, receipt);
  const result = tracker.result(page).first();
  must(await result.count() > 0, 'the finished matter shows no result');
  await result.click();
  const licence = pathOf(page);
  if (/\/licence$/.test(licence)) await printsWell(page);
  const published = licence.replace(/\/licence$/, '');
  must(/^\/results\/./.test(published), `the result opens ${page.url()}`);
  const shown = await everybody.goto(published);
  must(shown.status() === 200, `the grant ${published} is not public: ${shown.status()}`);
  await everybody.goto(address.results);
  must(await everybody.locator(`main a[href="${published}"]`).count() > 0, 'the grant is not in the list of results');
  return published;
}
