// What officials do with a matter: see it on the desk, take it, end its step, take an application at the counter.
import { address, answerFor, intake } from './pages.mjs';
import { fillFields, must, paper, Stop, textOf } from './applicant.mjs';

const card = (page, outcome) => page.locator('#todo .todo-act').filter({
  has: page.locator(`a[href*="outcome=${outcome}"], input[name=outcome][value="${outcome}"], a[href*="/deliver"]`) }).first();

// The official opens the matter, and takes the step if nobody has. Says whether there is anything to do.
export async function openMatter(page, number) {
  const answer = await page.goto(address.matter(number));
  must(answer.status() === 200, `${address.matter(number)} answers ${answer.status()}`);
  const claim = page.locator('#todo form[action*="claim"] button');
  for (let taken = 0; taken < 3 && await claim.count() > 0; ++taken) {
    await claim.first().click();
    await page.goto(address.matter(number));
  }
  await page.look();
  return await page.locator('#todo .todo-act').count() > 0;
}

async function fillNeeds(block) {
  for (const list of await block.locator('select:visible').all())
    if (await list.inputValue() === '') await list.selectOption({ index: 1 });
  for (const field of await block.locator('textarea:visible, input[type=text]:visible').all()) {
    if (await field.inputValue() !== '') continue;
    await field.fill(await field.getAttribute('inputmode') === 'numeric' ? '1' : '材料齐全，符合法定条件，按指南办理。');
  }
  for (const day of await block.locator('input[type=date]:visible').all())
    if (await day.inputValue() === '') await day.fill(await day.getAttribute('min') || new Date().toISOString().slice(0, 10));
}

// Ends the step that offers `outcome`. `fill(form)` adds what this outcome needs beyond words.
export async function endStep(page, number, outcome, fill = async () => {}) {
  must(await openMatter(page, number), `there is nothing to do for ${outcome} on ${number}`);
  const act = card(page, outcome);
  must(await act.count() > 0, `${page.url()} does not offer ${outcome}`);
  const link = act.locator(`a[href*="outcome=${outcome}"]`);
  if (await link.count() === 0) await act.locator('form', { has: page.locator(`input[value="${outcome}"]`) }).locator('button').click();
  else {
    await link.first().click();
    await page.look();
    const form = page.locator('main form', { has: page.locator('button.pri') }).first();
    const choice = form.locator(`input[type=radio][value="${outcome}"]`);
    if (await choice.count() > 0) await choice.check({ force: true });
    const block = await choice.count() > 0 ? form.locator('.oc', { has: page.locator(`input[type=radio][value="${outcome}"]`) }) : form;
    await fill(block, form);
    await fillNeeds(block);
    await form.locator('button.pri').first().click();
  }
  const refused = page.locator('.errsum');
  if (await refused.count() > 0) throw new Stop(`${page.url()} refuses ${outcome}: ${await textOf(refused)}`);
}

// What the guide lists and nothing else can be asked for, all of it at once, each with its reason.
export async function askForMaterials(page, number, count) {
  let listed = 0;
  await endStep(page, number, 'ask_to_supplement', async block => {
    const boxes = await block.locator('.pick > li > input[type=checkbox]').all();
    listed = boxes.length;
    must(boxes.length >= count, `only ${boxes.length} materials can be asked for`);
    for (const box of boxes.slice(0, count)) {
      await box.check({ force: true });
      const material = (await box.getAttribute('name')).slice('ask.'.length);
      await block.locator(`select[name="why.${material}"]`).selectOption({ index: 1 });
      await block.locator(`input[name="say.${material}"]`).fill('请补上盖章的一页');
    }
  });
  return listed;
}

export async function deliver(page, number) {
  must(await openMatter(page, number), `${number} cannot be delivered`);
  await page.locator('#todo .todo-act ul a.btn').first().click();
  await page.look();
  const channel = page.locator('input[name=channel]');
  must(await channel.count() > 0, `${page.url()} offers no way of delivery`);
  await page.locator('main form button.pri').first().click();
  must(await page.locator('.errsum').count() === 1, 'a delivery without who received it is not refused');
  await channel.first().check({ force: true });
  const block = page.locator('.oc').first();
  for (const box of await block.locator('input[type=checkbox]').all()) await box.check({ force: true });
  await fillNeeds(block);
  await page.locator('main form button.pri').first().click();
  const refused = page.locator('.errsum');
  if (await refused.count() > 0) throw new Stop(`the delivery is refused: ${await textOf(refused)}`);
}

// The desk lists the matter with a lamp, and its rows stand by urgency.
export async function isOnDesk(page, receipt) {
  await page.goto(`${address.desk}?size=50`);
  const lamps = await page.locator('.lampbar a .shp').count();
  must(lamps === 5, `the desk shows ${lamps} lamps, not five`);
  const rank = ['red', 'yellow', 'warn', 'normal', 'paused', 'none'];   // what has no running period comes last
  const rows = await page.locator('table.work tbody tr').evaluateAll(all => all.map(row => row.className.replace('row-', '')));
  must(rows.length > 0, 'the desk is empty');
  must(rows.every((lamp, i) => rank.includes(lamp) && (i === 0 || rank.indexOf(rows[i - 1]) <= rank.indexOf(lamp))), `the desk is not sorted by urgency: ${rows.join(' ')}`);
  await page.goto(`${address.desk}?q=${receipt.number}`);
  const row = page.locator('table.work tbody tr').first();
  must(await row.count() === 1 && (await textOf(row)).includes(receipt.shown.slice(-6)), `${receipt.shown} is not on the desk`);
  must(await row.locator('.lamp svg').count() === 1 && (await textOf(row.locator('.lamp'))).length > 1, 'the lamp has no shape or no word');
}

// A clerk takes an application at the counter; papers are ticked as received, the guide's list and no more.
export async function takeAtCounter(page, words, item) {
  await page.goto(address.intake);
  await page.fill('#item-q', words);
  await page.locator('#item-q').press('Enter');
  const hit = page.locator(`a[href*="/desk/intake/${item}"]`).first();
  must(await hit.count() > 0, `the counter does not find ${item} by ${words}`);
  await hit.click();
  await page.look();
  await intake.receive(page).click();
  must(await page.locator('.errsum').count() === 1, 'an empty form at the counter is not refused');
  const kind = page.locator('input[name=applicant_kind]').first();
  if (await kind.count() > 0) await kind.check({ force: true });
  const scenario = page.locator('input[name=scenario]').first();
  if (await scenario.count() > 0) await scenario.check({ force: true });
  for (const field of await page.locator('main form[action*="intake"] .row2 input[type=text]:visible').all()) {
    const [name, id] = [await field.getAttribute('name'), await field.getAttribute('id')];
    const label = await page.locator(`label[for="${id}"]`).first().textContent();
    if (await field.inputValue() === '' && !/选填/.test(label)) await field.fill(answerFor(name, label));
  }
  await fillFields(page.locator('main form[action*="intake"]').last());
  const rows = page.locator('table.got tbody tr');
  must(await rows.count() > 0, 'the counter lists no material');
  for (const row of await rows.all()) {
    const got = row.locator('input[type=radio]').first();
    if (await got.count() > 0) await got.check({ force: true });
  }
  const scan = rows.locator('input[type=file]').first();
  if (await scan.count() > 0) await scan.setInputFiles(paper);
  return rows.count();
}

export async function receiveAtCounter(page) {
  await intake.receive(page).click();
  const refused = page.locator('.errsum');
  if (await refused.count() > 0) throw new Stop(`the counter refuses: ${await textOf(refused)}`);
  await page.look();
  const shown = await textOf(page.locator('dl.slip dd').nth(0));
  const code = (await textOf(page.locator('dl.slip dd.code'))).replace(/\s/g, '');
  must(/^\d{6}$/.test(code), `the slip shows the 查询码 “${code}”`);
  const print = await page.locator('a[href$="/receipt"]').first().getAttribute('href');
  must(print, 'the slip cannot be printed');
  return { shown, number: shown.replace(/[^0-9A-Za-z]/g, ''), code, print };
}
