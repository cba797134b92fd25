// One matter from the search box to the published result, as people do it: script off, by links, buttons and forms.
// Each journey says what it saw; what is wrong becomes a finding, and the next journey goes on where it can.
import { address, answerFor, apply, goodOutcomes, journeyItem, matter, staffRoles, tracker } from './pages.mjs';

const paper = { name: 'paper.pdf', mimeType: 'application/pdf',
                buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n') };

class Stop extends Error {}
function must(condition, what) { if (!condition) throw new Stop(what); }

async function findItem(page) {
  await page.goto(address.home);
  const box = page.locator('form[role=search] input[name=q]').first();
  await box.fill(journeyItem.words);
  await box.press('Enter');
  const hit = page.locator('main a[href*="/items/"]').first();
  must(await hit.count() > 0, `searching for ${journeyItem.words} finds no item`);
  await hit.click();
  const code = new URL(page.url()).pathname.match(journeyItem.code)?.[1];
  must(code, `a hit leads to ${page.url()}, not to a guide`);
  must(await page.locator('main h1').count() === 1, 'the guide has no single h1');
  must(await page.locator(`a[href^="/laws"]`).count() > 0, 'the guide links no law');
  return code;
}

// Fills what the page asks for and is still empty. Required is what is not marked optional.
async function fillFields(form) {
  for (const field of await form.locator('input[type=text]:visible, textarea:visible, input[type=date]:visible').all()) {
    const name = await field.getAttribute('name');
    if (!name || name === 'form_token' || await field.inputValue() !== '') continue;
    const label = await form.locator(`label[for="${await field.getAttribute('id')}"]`).first().textContent().catch(() => '');
    if (/选填|optional/i.test(label)) continue;
    await field.fill((await field.getAttribute('type')) === 'date' ? '2026-03-02' : answerFor(name, label));
  }
  for (const group of await form.locator('fieldset:visible').all()) {
    const radios = group.locator('input[type=radio]');
    if (await radios.count() > 0 && await group.locator('input[type=radio]:checked').count() === 0) await radios.first().check({ force: true });
  }
}

async function uploadAll(page) {
  for (let left = 12; left > 0; --left) {
    const slot = page.locator('section.slot', { has: page.locator('form.slot-add') }).filter({ hasNot: page.locator('form.slot-file') }).first();
    if (await slot.count() === 0) return;
    await slot.locator('input[type=file]').setInputFiles(paper);
    await slot.locator('form.slot-add button').click();
  }
}

async function applyFor(page, item) {
  await page.goto(address.apply(item));
  const scenario = page.locator('input[name=scenario]').first();
  if (await scenario.count() > 0) await scenario.check({ force: true });
  const guest = page.locator('button[name=way][value=guest]');
  await (await guest.count() > 0 ? guest : page.locator('button[name=way][value=account]')).first().click();
  const trail = [];
  for (let pages = 0; pages < 20; ++pages) {
    if (await apply.number(page).count() > 0) break;
    trail.push(new URL(page.url()).pathname);
    await uploadAll(page);
    await fillFields(page.locator('main'));
    if (await apply.declaration(page).count() > 0) await apply.declaration(page).check({ force: true });
    await apply.next(page).click();
    if (await apply.summary(page).count() > 0)
      must(trail.filter(t => t === new URL(page.url()).pathname).length < 2,
           `${page.url()} refuses what was typed: ${(await apply.summary(page).textContent()).replace(/\s+/g, ' ')}`);
  }
  must(await apply.number(page).count() > 0, `the application never ends; pages seen: ${trail.join(' ')}`);
  const shown = (await apply.number(page).textContent()).trim();
  const code = (await apply.code(page).textContent()).trim();
  return { shown, number: shown.replace(/[^0-9A-Za-z]/g, ''), code };
}

async function track(page, receipt) {
  await page.goto(address.track);
  await page.fill(tracker.number, receipt.shown);
  await page.fill(tracker.code, receipt.code);
  await apply.next(page).click();
  must(await tracker.headline(page).count() > 0, `tracking ${receipt.shown} with its 查询码 shows no progress`);
}

async function mistakesAreTold(page, item, trouble) {
  await page.goto(address.track);
  await apply.next(page).click();
  const summary = apply.summary(page);
  if (await summary.count() === 0) return trouble(address.track, 'an empty form is not answered by an error summary');
  const target = await summary.locator('a').first().getAttribute('href');
  if (await page.locator(target).count() === 0) trouble(address.track, `the summary links ${target}, which is not on the page`);
  await page.goto(address.track);
  await page.fill(tracker.number, '99992101220000000000000');
  await page.fill(tracker.code, '000000');
  await apply.next(page).click();
  if (await tracker.headline(page).count() > 0) trouble(address.track, 'a wrong 查询码 opens a matter');
}

const rank = outcome => { const at = goodOutcomes.indexOf(outcome); return at < 0 ? goodOutcomes.length : at; };

// Fills and sends the form of one step, choosing the outcome that goes well.
async function doStep(page) {
  const form = page.locator('main form', { has: page.locator('input[name=outcome], input[name=channel]') }).first();
  must(await form.count() > 0, `${page.url()} offers no outcome`);
  const radios = await form.locator('input[type=radio][name=outcome], input[type=radio][name=channel]').all();
  const values = await Promise.all(radios.map(async r => ({ radio: r, value: await r.getAttribute('value') })));
  values.sort((a, b) => rank(a.value) - rank(b.value));
  let chosen = 'sent';
  if (values.length > 0) {
    chosen = values[0].value;
    await values[0].radio.check({ force: true });
    const block = form.locator('.oc', { has: page.locator(`[value="${chosen}"]`) });
    for (const box of await block.locator('.oc-b input[type=checkbox]').all()) await box.check({ force: true });
    for (const file of await block.locator('input[type=file]').all()) await file.setInputFiles(paper);
    for (const field of await block.locator('.oc-b textarea, .oc-b input[type=text]').all())
      if (await field.inputValue() === '') await field.fill('材料齐全，符合法定条件，同意。', { force: true });
  }
  for (const list of await form.locator('select').all()) await list.selectOption({ index: 1 }).catch(() => {});
  await form.locator('button[type=submit].pri').first().click();
  const refused = page.locator('.errsum, .errmsg');
  if (await refused.count() > 0) throw new Stop(`${page.url()} refuses ${chosen}: ${(await refused.first().textContent()).replace(/\s+/g, ' ').trim()}`);
  return chosen;
}

// One act of one official on the matter, if there is one for them to do.
async function actOnce(page, number) {
  const answer = await page.goto(address.matter(number));
  if (answer.status() >= 400) return null;
  const act = page.locator('#todo .todo-act').first();
  if (await act.count() === 0) return null;
  const step = (await act.locator('h3').first().textContent()).trim();
  if (await act.locator('form[action*="claim"] button').count() > 0) {
    await act.locator('form[action*="claim"] button').first().click();
    return { step, outcome: 'claimed' };
  }
  const direct = await act.locator('form', { has: page.locator('input[name=outcome]') }).all();
  const offers = [];
  for (const form of direct) offers.push({ value: await form.locator('input[name=outcome]').getAttribute('value'), press: form.locator('button') });
  for (const link of await act.locator('ul a.btn').all()) {
    const href = await link.getAttribute('href');
    offers.push({ value: new URL(href, 'http://x').searchParams.get('outcome') ?? href.split(/[/?]/).pop(), press: link, page: true });
  }
  if (offers.length === 0) return null;
  offers.sort((a, b) => rank(a.value) - rank(b.value));
  await offers[0].press.click();
  return { step, outcome: offers[0].page ? await doStep(page) : offers[0].value };
}

async function workToTheEnd(visitors, number) {
  const done = [];
  const staff = staffRoles.filter(role => visitors.roles().includes(role));
  must(staff.length > 1, `links for ${staff.join(', ') || 'no official'} only`);
  for (let rounds = 0; rounds < 40; ++rounds) {
    let moved = false;
    for (const role of staff) {
      const did = await actOnce(await visitors.page(role), number);
      if (did) { done.push({ role, ...did }); moved = true; break; }
    }
    if (!moved) break;
  }
  return done;
}

async function rateIt(page, receipt) {
  await track(page, receipt);
  must(await tracker.rate(page).count() > 0, 'a finished matter cannot be rated');
  await tracker.rate(page).first().click();
  await page.locator('input[name=level]').first().check({ force: true });
  await apply.next(page).click();
  must(await apply.summary(page).count() === 0, 'the rating is refused');
}

async function isPublished(page, receipt) {
  await track(page, receipt);
  const result = tracker.result(page).first();
  must(await result.count() > 0, 'the finished matter shows no result');
  await result.click();
  must(await page.locator('main article, main .paper, main h1').count() > 0, 'the result opens no page');
  await page.goto(address.results);
  must(await page.locator('main a[href*="/results/"]').count() > 0, 'no result is published');
}

export async function walkJourneys(visitors, trouble, say) {
  const told = {};
  const journey = async (name, walk) => {
    try {
      const saw = await walk();
      say(`journey ${name}: ${saw ?? 'as expected'}`);
      return true;
    } catch (error) {
      trouble(`journey ${name}`, error.message.split('\n')[0]);
      return false;
    }
  };
  const nobody = await visitors.page('nobody');
  await journey('search to guide', async () => (told.item = await findItem(nobody)));
  await journey('mistakes are told', () => mistakesAreTold(nobody, told.item, trouble));
  if (!told.item) return;
  const applied = await journey('apply online', async () => {
    told.receipt = await applyFor(await visitors.page('citizen'), told.item);
    return `${told.receipt.shown}, 查询码 ${told.receipt.code.length} digits`;
  });
  if (!applied) return;
  await journey('track without login', () => track(nobody, told.receipt));
  await journey('accept, review, decide, deliver', async () => {
    const done = await workToTheEnd(visitors, told.receipt.number);
    must(done.some(d => d.outcome !== 'claimed'), 'no official could do anything with the matter');
    return done.map(d => `${d.role} ${d.step} ${d.outcome}`).join(', ');
  });
  await journey('result and licence are public', () => isPublished(nobody, told.receipt));
  await journey('rate', () => rateIt(nobody, told.receipt));
}
