// Every other process, followed by officials in the browser from filing to its end, by the pages that are made from
// its definition; and a process that did not exist when the program was built, brought in while it runs.
import fs from 'node:fs';
import path from 'node:path';
import { beginApplication, fillFields, fillToTheEnd, must, textOf, track } from './applicant.mjs';
import { deliver, endStep, openMatter } from './office.mjs';
import { address, loginOf } from './pages.mjs';
import { root } from './harness.mjs';

// Who, which outcome, and what an outcome sets beyond words. `handler@016` is somebody with that role at that body;
// `handler@016:1` the second of them; `&` names who signs beside.
const unit = '016';
const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);   // what happened earlier is late at once
export const courses = {
  hotline: { item: 'qx-029-04', set: { category: 'help' }, acts: [
    ['operator@029', 'dispatch', { unit, category: 'help' }], [`handler@${unit}`, 'signed'], [`handler@${unit}`, 'resolved'],
    ['operator@029', 'satisfied']] },
  'disclosure-request': { item: 'qx-001-01', acts: [
    ['foi@001', 'registered', { way: 'internet', applicant_column: 'natural', receipt_day: today }], ['foi@001', 'clear'], ['handler@001', 'found'],
    ['secrecy@001', 'open'], ['head@001', 'R1.b'], ['foi@001', 'delivered']] },
  'leader-mailbox': { item: 'qx-001-02', set: { misconduct: 'no', may_publish: 'yes' }, acts: [
    ['handler@001', 'assign', { unit }], [`handler@${unit}`, 'drafted'], [`head@${unit}`, 'pass'], ['handler@001', 'replied'],
    ['handler@001', 'delivered'], ['head@001', 'published']] },
  'enforcement-complaint': { item: 'qx-008-08', set: { unit: '012' }, acts: [
    ['handler@008', 'registered'], ['handler@008', 'accepted'], ['head@008', 'named'],
    ['inspector@008', 'reported', {}, 'inspector@008:1'], ['head@008', 'upheld'], ['handler@008', 'told']] },
  'permit-upward': { item: 'qx-011-01', set: { town: '101' }, acts: [
    ['handler@101', 'accept'], ['handler@101', 'advise', {}, 'handler@101:1'], ['head@101', 'forwarded'], ['handler@011', 'received'],
    ['handler@011', 'advise'], ['head@011', 'grant'], ['window@029', 'deliver']] },
  'bad-rating': { item: 'qx-029-05', begins: 'handler@029', set: { unit, cause: 1, named: 'yes' }, acts: [
    ['supervisor@029', 'justified', { unit, cause: 1 }], [`handler@${unit}`, 'at_once'], ['operator@029', 'satisfied'],
    ['handler@029', 'repaired']] },
  publication: { item: 'qx-001-06', begins: 'drafter@001', set: { formed: today }, acts: [
    ['drafter@001', 'open'], ['reviewer@001', 'pass'], ['reviewer@001:1', 'pass'], ['head@001', 'pass'], ['secrecy@001', 'cleared'],
    ['drafter@001', 'released'], ['reviewer@001', 'verified']] },
  'random-inspection': { item: 'qx-012-15', begins: 'handler@012', acts: [
    ['handler@012', 'planned', { listed: 'yes', rate: '5' }], ['head@012', 'approved'],
    ['handler@012', 'frozen', { objects: '20', officers: '6' }], ['handler@012', 'drawn', { drawn: '甲商行\n乙餐馆' }, 'handler@012:1'],
    // One case for each object drawn, found among what is related to the plan.
    { parts: 2, by: 'handler@012', acts: [['handler@012', 'seated', {}, 'handler@012:1'],
      ['inspector@012', 'inspected', { problems: '0' }, 'inspector@012:1'], ['head@012', 'normal'], ['handler@012', 'published']] },
    ['head@012', 'all_normal']] },
  // A legality review lasts seven working days at least; nobody can hurry it, so this one is stopped by a leader.
  'major-decision': { item: 'qx-001-05', begins: 'drafter@001', set: { unit }, tooEarly: [`head@${unit}`, 'submitted'], acts: [
    [`handler@${unit}`, 'advise'], ['leader@000', 'start'], [`handler@${unit}`, 'agreed', { market: 'no' }],
    [`head@${unit}`, 'with_exceptions', { to_public: 'no', to_experts: 'no', to_risk: 'no' }],
    [`handler@${unit}`, 'settled', { answered: '0' }], ['legal@000', 'lawful']], stops: ['leader@000', 'stop', 'stopped'] },
};

// All logins that the courses sign in with; serve prints their links.
export const courseLogins = [...new Set(Object.values(courses).flatMap(course =>
  [course.begins, course.tooEarly?.[0], course.stops?.[0], ...course.acts.flatMap(act => act.acts ?? [act]).flatMap(act => [act[0], act[3]])].filter(Boolean)).map(loginOf))]
  .concat(['handler@004', 'head@004', 'window@029'].map(loginOf), ['shiyun', 'tianyongfu']);

async function choose(block, name, value) {
  const field = block.locator(`[name$="-${name}"], [name="${name}"], [name="q.${name}"]`);
  must(await field.count() > 0, `nothing asks for ${name}`);
  const kind = await field.first().evaluate(e => e.tagName === 'SELECT' ? 'select' : e.type);
  if (kind === 'select') return typeof value === 'number' ? field.first().selectOption({ index: value }) : field.first().selectOption(value);
  if (kind === 'checkbox') return value === 'yes' ? field.first().check({ force: true }) : undefined;
  if (kind === 'radio') return typeof value === 'number' ? field.nth(value - 1).check({ force: true })
                                                         : block.locator(`[name$="${name}"][value="${value}"]`).first().check({ force: true });
  return field.first().fill(value);
}

// Who signs beside proves it with the own password, set on the own page.
const secret = 'Liushu-Qiaotou-2026!';
async function signBeside(form, second) {
  const login = second.login;
  await form.locator('select[name=second]').selectOption({ label: second.name });
  await form.locator('input[name=second_password]').fill(secret);
  return login;
}

const withPassword = new Set();
async function setPassword(page, who) {
  if (withPassword.has(who)) return;
  withPassword.add(who);
  await page.goto('/desk/me');
  const fields = page.locator('main form[action="/desk/me/password"] input[type=password]');
  const count = await fields.count();
  for (let i = 0; i < count; ++i) {
    const name = await fields.nth(i).getAttribute('name');
    if (!/old|current/.test(name)) await fields.nth(i).fill(secret);
  }
  await page.locator('main form[action="/desk/me/password"] button').first().click();
  must(await page.locator('.errsum').count() === 0, `a password cannot be set: ${(await page.locator('.errsum').allTextContents()).join(' ')}`);
}

async function begin(page, course) {
  await page.goto('/desk/begin');
  await page.look();
  await page.locator(`main a[href="/desk/begin/${course.item}"]`).first().click();
  await page.look();
  const form = page.locator('main form[action*="begin"]');
  for (const [name, value] of Object.entries(course.set ?? {})) await choose(form, name, value);
  for (const list of await form.locator('select:visible').all())
    if (await list.inputValue() === '') await list.selectOption({ index: 1 });
  await fillFields(form);
  for (const row of await page.locator('table.got tbody tr').all()) {
    const got = row.locator('input[type=radio]').first();
    if (await got.count() > 0) await got.check({ force: true });
  }
  await form.locator('button.pri').first().click();
  const refused = page.locator('.errsum');
  must(await refused.count() === 0, `it cannot be begun: ${(await refused.allTextContents()).join(' ')}`);
  return { number: new URL(page.url()).pathname.split('/').pop() };
}

async function apply(page, course) {
  await beginApplication(page, course.item, 'guest');
  return fillToTheEnd(page, async here => {
    for (const [name, value] of Object.entries(course.set ?? {})) {
      const main = here.locator('main');
      if (await main.locator(`[name="${name}"], [name="q.${name}"]`).count() > 0) await choose(main, name, value);
    }
  });
}

async function act(page, number, [who, outcome, facts = {}, second], people) {
  if (second) await setPassword(await people(second), second);
  const here = await people(who);
  if (outcome === 'deliver') return deliver(here, number);
  await endStep(here, number, outcome, async (block, form) => {
    for (const [name, value] of Object.entries(facts)) await choose(block, name, value);
    if (second) await signBeside(form, await nameOf(second));
  });
}

const roll = () => JSON.parse(fs.readFileSync(path.join(root, 'counties/qingxi/people.json'), 'utf8'));
async function nameOf(who) {
  const login = loginOf(who);
  return { login, name: roll().find(person => person.login === login).name };
}

async function follow(name, { page, walk }) {
  const course = courses[name];
  const people = who => page(loginOf(who));
  let receipt;
  await walk('begin', async () => {
    receipt = course.begins ? await begin(await people(course.begins), course) : await apply(await page('stranger'), course);
    return receipt.number;
  });
  if (!receipt) return;
  for (const step of course.acts) {
    let went = false;
    if (step.parts) {
      await walk(`${step.parts} parts of their own`, async () => {
        const here = await people(step.by);
        await here.goto(address.matter(receipt.number));
        await here.look();
        const links = await here.locator('#related a.t').evaluateAll(list => list.map(a => a.href.split('/').pop()));
        must(links.length === step.parts, `${links.length} parts are shown`);
        for (const number of links) for (const one of step.acts) await act(page, number, one, people);
        went = true;
      });
      if (!went) return;
      continue;
    }
    await walk(`${step[0]}: ${step[1]}`, async () => { await act(page, receipt.number, step, people); went = true; });
    if (!went) return;
  }
  if (course.tooEarly) await walk('what is too early is refused, with the article', async () => {
    const here = await people(course.tooEarly[0]);
    must(await openMatter(here, receipt.number), 'nothing is to be done');
    const link = here.locator(`#todo a[href*="outcome=${course.tooEarly[1]}"]`).first();
    await link.click();
    must(/七个?工作日|7 个工作日|第.{1,4}条|条例/.test(await textOf(here.locator('main'))), 'no article is named');
  });
  if (course.stops) await walk('a leader stops it', async () => {
    const here = await people(course.stops[0]);
    await here.goto(`${address.matter(receipt.number)}/steps/pause`);
    const choice = here.locator(`input[type=radio][value="${course.stops[1]}"]`);
    await choice.check({ force: true });
    const block = here.locator('.oc', { has: choice });
    for (const words of await block.locator('textarea:visible').all()) await words.fill('条件有变化，暂不决策。');
    for (const day of await block.locator('input[type=date]:visible').all()) await day.fill(await day.getAttribute('max') || '2026-12-31');
    await here.locator('main form button.pri').first().click();
    must(await here.locator('.errsum').count() === 0, `it is not opened: ${(await here.locator('.errsum').allTextContents()).join(' ')}`);
    await endStep(here, receipt.number, course.stops[2]);
  });
  await walk('it is ended and archived', async () => {
    const here = await people(course.acts.at(-1)[0] === 'window@029' ? course.acts[0][0] : course.acts.at(-1)[0]);
    await here.goto(address.matter(receipt.number));
    must(await here.locator('#todo .todo-act').count() === 0, 'something is still to be done');
    must(/办件已经结束/.test(await textOf(here.locator('main'))), 'the page does not say that it is ended');
    if (!course.begins) await track(await page('nobody'), receipt);
  });
}

// --- a process that the program has never seen: docs/guides/first-process.md, followed to the letter ------------------
function guideFiles() {
  const text = fs.readFileSync(path.join(root, 'docs/guides/first-process.md'), 'utf8');
  const json = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(found => found[1]);
  const plain = [...text.matchAll(/```\n(题目[\s\S]*?)```/g)].map(found => found[1]);
  must(json.length === 4 && plain.length >= 1, `the guide shows ${json.length} files and ${plain.length} scenarios`);
  const file = (name, content) => ({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
  return [file('process.json', json[0]), file('form.json', json[1]), file('zh-CN.json', json[2]), file('en.json', json[3]),
          ...plain.map((content, i) => file(`example-${i + 1}.scenario`, content))];
}

// Step 9: a copy of any item of 004 with what the guide says.
function guideItem() {
  const services = path.join(root, 'counties/qingxi/services/004');
  const items = fs.readdirSync(services).map(name => JSON.parse(fs.readFileSync(path.join(services, name), 'utf8')));
  const copy = items.find(item => item.process === 'permit' && item.joint.length === 0);
  Object.assign(copy, { item: 'qx-004-90', process: 'firm-concern', handling: 2, promise_days: 7, legal_days: 0, joint: [], version: 1,
                        name: '企业诉求受理', name_en: 'Concerns of firms', questions: [], scenarios: [], materials: [] });
  return { name: 'qx-004-90.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(copy)) };
}

async function bringIn(page, files, id) {
  await page.goto('/definitions/add');
  await page.look();
  await page.locator('input[type=file]').setInputFiles(files);
  await page.locator('main form button.pri').click();
  const said = [...await page.locator('.errsum').allTextContents(), ...await page.locator('.find-l').allTextContents()].join(' ');
  must(page.url().includes(`/definitions/${id}@`), `${id} leads to ${page.url()}: ${said.replace(/\s+/g, ' ')}`);
  return page.url();
}

async function approve(page, url) {
  await page.goto(url);
  await page.locator('main form[action*="/approve"] button.pri').first().click();
  must(await page.locator('.errsum').count() === 0, `it is not approved: ${(await page.locator('.errsum').allTextContents()).join(' ')}`);
}

async function somethingNew({ page, walk }) {
  const [editor, approver] = [await page('shiyun'), await page('tianyongfu')];
  let receipt;
  await walk('a broken file changes nothing and names the nearest word', async () => {
    const [broken] = guideFiles();
    broken.buffer = Buffer.from(broken.buffer.toString().replace('done(receive)', 'done(recieve)'));
    await editor.goto('/definitions/add');
    await editor.locator('input[type=file]').setInputFiles([broken]);
    await editor.locator('main form button.pri').click();
    const said = (await editor.locator('main').allTextContents()).join(' ').replace(/\s+/g, ' ');
    must(/did you mean 'receive'/.test(said), `the nearest word is not named: ${said.slice(0, 400)}`);
  });
  await walk('steps 7 to 9: bring in, approve by another person', async () => {
    await approve(approver, await bringIn(editor, guideFiles(), 'firm-concern'));
    await approve(approver, await bringIn(editor, [guideItem()], 'qx-004-90'));
  });
  await walk('it reads in sentences, as it runs', async () => {
    await approver.goto('/definitions/process/firm-concern');
    await approver.look();
    const said = await textOf(approver.locator('main'));
    for (const part of ['企业诉求办理', '“起草答复”已办完', '不能由办理“起草答复”的人办理', '7 个工作日', '企业诉求答复书'])
      must(said.includes(part), `the process does not say ${part}`);
  });
  await walk('step 10: its guide, and an application', async () => {
    const guest = await page('stranger');
    for (let waited = 0; ; ++waited) {
      if ((await guest.goto('/items/qx-004-90')).status() === 200) break;
      must(waited < 50, 'the guide does not appear');
      await new Promise(resolve => setTimeout(resolve, 200));
    }
    receipt = await apply(guest, { item: 'qx-004-90', set: { applicant_kind: 'person' } });
    return receipt.number;
  });
  if (!receipt) return;
  await walk('draft, sign, hand over', async () => {
    const people = who => page(loginOf(who));
    for (const step of [['handler@004', 'drafted'], ['head@004', 'signed'], ['window@029', 'deliver']])
      await act(page, receipt.number, step, people);
    await track(await page('nobody'), receipt);
  });
}

export async function walkCourses(visitors, trouble, say, only = Object.keys(courses)) {
  const part = story => async (name, walk) => {
    const began = Date.now();
    try {
      const saw = await walk();
      say(`course ${story}: ${name}: ${saw ?? 'as expected'} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      trouble(`course ${story}: ${name}`, error.message.split('\n')[0]);
    }
  };
  const page = role => visitors.page(role);
  for (const name of only.filter(name => courses[name])) await follow(name, { page, walk: part(name) });
  if (!process.env.SUNROOM_COURSES || process.env.SUNROOM_COURSES === 'new') await somethingNew({ page, walk: part('new') });
}
