// Three matters from the search box to the published result, as people do it: script off, by links, buttons and
// forms. An instant one without an account, a promised one with an account and a supplement, a joint one from the
// counter through four departments; and one that is refused. What is wrong becomes a finding; the next part goes on.
import { beginApplication, clocksAreShown, fillFields, fillToTheEnd, findByList, findByWords, handInMore, mistakesOnTheWay, must,
         printsWell, rate, readGuide, resultIsPublic, resume, summaryIsWhole, textOf, track,
         withoutCodeNothingOpens } from './applicant.mjs';
import { askForMaterials, deliver, endStep, isOnDesk, openMatter, receiveAtCounter, takeAtCounter } from './office.mjs';
import { address, apply, items, members, tracker } from './pages.mjs';
import { published } from './publishing.mjs';

// --- instant: 当场办结 -------------------------------------------------------------------------------------------
async function instant({ page, walk, say }) {
  const nobody = await page('nobody');
  const clerk = await page('window');
  const { code, words, initials, theme, department } = items.instant;
  await walk('find by words', () => findByWords(nobody, words, code));
  await walk('find by pinyin initials', () => findByWords(nobody, initials, code));
  await walk('find by theme', () => findByList(nobody, theme, code));
  await walk('find by department', () => findByList(nobody, department, code));
  await walk('guide', async () => `${await readGuide(nobody, code)} materials`);
  let receipt;
  await walk('apply, with mistakes, resumed elsewhere', async () => {
    await beginApplication(nobody, code, 'guest');
    const mistakes = mistakesOnTheWay();
    let moved = nobody;
    const elsewhere = await page('stranger');
    // Half way the applicant goes on at another machine, with the number and the code of the draft.
    for (let pages = 0; pages < 2; ++pages) {
      await mistakes(nobody, new URL(nobody.url()).pathname.split('/').pop());
      await fillFields(nobody.locator('main'));
      await apply.next(nobody).click();
    }
    await resume(nobody, elsewhere);
    moved = elsewhere;
    receipt = await fillToTheEnd(moved, mistakes);
    const made = await mistakes(moved, '');
    must(made.size === 3, `not every mistake was tried: ${[...made].join(' ')}`);
    return `${receipt.shown}, ${receipt.pages} pages more`;
  });
  if (!receipt) return null;
  await walk('a wrong code opens nothing', () => withoutCodeNothingOpens(nobody, receipt));
  await walk('track without login', () => track(nobody, receipt));
  await walk('accept, decide and deliver at the window', async () => {
    await isOnDesk(clerk, receipt);
    await endStep(clerk, receipt.number, 'accept');
    await endStep(clerk, receipt.number, 'grant');
    await deliver(clerk, receipt.number);
    await track(nobody, receipt);
    return clocksAreShown(nobody, { isInstant: true });
  });
  await walk('result, licence and list', () => resultIsPublic(nobody, receipt, nobody));
  await walk('rate', () => rate(nobody, receipt));
  return receipt;
}

// --- promised: 承诺件, one supplement ----------------------------------------------------------------------------
async function promised({ page, walk }) {
  const [citizen, clerk, handler, head, nobody] = [await page('citizen'), await page('window'), await page('handler'), await page('head'), await page('nobody')];
  const { code, words, initials } = items.promised;
  await walk('find by words', () => findByWords(citizen, words, code));
  await walk('find by pinyin initials', () => findByWords(citizen, initials, code));
  await walk('guide', () => readGuide(citizen, code));
  let receipt;
  await walk('apply with an account', async () => {
    await beginApplication(citizen, code, 'account');
    must(await citizen.locator('.filled').count() > 0, 'what the account knows is asked for again');
    receipt = await fillToTheEnd(citizen);
    await citizen.goto(address.account);
    must((await textOf(citizen.locator('main'))).includes(receipt.shown), 'the matter is not in the account');
    return receipt.shown;
  });
  if (!receipt) return null;
  await walk('ask once for everything that is missing', async () => {
    const listed = await askForMaterials(clerk, receipt.number, 2);
    must(listed === items.promised.materials, `${listed} materials can be asked for; the guide lists ${items.promised.materials}`);
    await handInMore(nobody, receipt, 2);
  });
  await walk('accept and review', async () => {
    await endStep(clerk, receipt.number, 'accept');
    await isOnDesk(handler, receipt);
    await endStep(handler, receipt.number, 'advise');
    await track(nobody, receipt);
    return clocksAreShown(nobody, { isInstant: false });
  });
  await walk('the head decides', async () => {
    await isOnDesk(head, receipt);
    await endStep(head, receipt.number, 'grant');
    must(!await openMatter(head, receipt.number), 'a decided matter can be decided again');
  });
  await walk('deliver', () => deliver(clerk, receipt.number));
  await walk('result, licence and list', () => resultIsPublic(citizen, receipt, nobody));
  await walk('rate', () => rate(nobody, receipt));
  return receipt;
}

// --- joint: 联办件, from the counter -----------------------------------------------------------------------------
async function joint({ page, walk }) {
  const [clerk, lead, head, nobody] = [await page('window'), await page('handler'), await page('head'), await page('nobody')];
  const { code, words, initials } = items.joint;
  await walk('find by words', () => findByWords(nobody, words, code));
  await walk('guide', () => readGuide(nobody, code));
  let receipt;
  await walk('take it at the counter', async () => {
    const rows = await takeAtCounter(clerk, initials, code);
    must(rows === items.joint.materials, `the counter lists ${rows} materials, the guide ${items.joint.materials}`);
    receipt = await receiveAtCounter(clerk);
    await clerk.goto(receipt.print);
    await clerk.look();
    return receipt.shown;
  });
  if (!receipt) return null;
  await walk('departments work side by side', async () => {
    await endStep(clerk, receipt.number, 'accept');
    const hands = [];
    for (const login of members) hands.push(await page(login));
    // All of them have it at once, before anybody has answered; the lead has nothing yet.
    for (const hand of hands) must(await openMatter(hand, receipt.number), 'a department waits for another');
    must(await lead.goto(address.matter(receipt.number)) && await lead.locator('#todo a[href*="review"]').count() === 0, 'the lead can end the review before the departments have answered');
    for (const hand of hands) await endStep(hand, receipt.number, 'agree');
    await endStep(lead, receipt.number, 'advise');
  });
  await walk('the head sees every opinion and decides', async () => {
    await openMatter(head, receipt.number);
    await head.locator('#todo a[href*="outcome=grant"]').first().click();
    const opinions = await head.locator('.opin > li').count();
    must(opinions >= members.length + 1, `${opinions} opinions are shown to the head`);
    await endStep(head, receipt.number, 'grant');
    await track(nobody, receipt);
    return clocksAreShown(nobody, { isInstant: false });
  });
  await walk('deliver', () => deliver(clerk, receipt.number));
  await walk('result, licence and list', () => resultIsPublic(nobody, receipt, nobody));
  await walk('rate', () => rate(nobody, receipt));
  return receipt;
}

// --- refused at the window: reasons and remedy -------------------------------------------------------------------
async function refused({ page, walk }) {
  const [clerk, guest] = [await page('window'), await page('stranger')];
  await walk('refuse with reasons and remedy', async () => {
    await beginApplication(guest, items.instant.code, 'guest');
    const receipt = await fillToTheEnd(guest);
    await endStep(clerk, receipt.number, 'not_needed');
    await track(guest, receipt);
    const letter = guest.locator('.st-rail a[href*="/letters/"]').last();
    must(await letter.count() > 0, 'the applicant gets no slip of the refusal');
    await letter.click();
    const said = await textOf(guest.locator('article.paper'));
    must(/按指南办理/.test(said), 'the slip gives no reasons');
    must(/行政复议/.test(said) && /行政诉讼/.test(said), 'the slip names no remedy');
    await printsWell(guest);
  });
}

// --- watching: today's counts, who is late and why ---------------------------------------------------------------
async function countsToday(page) {
  await page.goto(address.board);
  const cells = await page.locator('table.tight tfoot td').allTextContents();
  return cells.map(Number);
}

async function watched({ page, walk }, before, filed) {
  const supervisor = await page('supervisor');
  await walk('the supervisor sees it today', async () => {
    const after = await countsToday(supervisor);
    must(after[0] - before[0] === filed, `${filed} matters were received, the board counts ${after[0] - before[0]}`);
    must(after[2] > before[2], 'the board counts no decision');
    must(await supervisor.locator('.k5 > div').count() === 5, 'the board does not show its five figures');
    return `received ${before[0]} → ${after[0]}, decided ${before[2]} → ${after[2]}`;
  });
  await walk('what is late, who and why', async () => {
    const late = Number(await textOf(supervisor.locator('.k5 > div').nth(2).locator('dd').first()));
    await supervisor.goto(address.late);
    const rows = await supervisor.locator('table.tbl tbody tr').count();
    must(late === 0 || rows > 0, `${late} matters are late, none is listed`);
    if (rows > 0) must((await textOf(supervisor.locator('table.tbl tbody tr td[data-l]').last())).length > 1, 'a late matter says neither why nor that nobody said why');
    return `${rows} listed`;
  });
}

async function emptyFormsAreTold(page) {
  for (const path of [address.track, address.resume]) {
    await page.goto(path);
    await apply.next(page).click();
    await summaryIsWhole(page);
    must(await tracker.headline(page).count() === 0, `${path} opens without a number`);
  }
}

const stories = { instant, promised, joint, refused };

export async function walkJourneys(visitors, trouble, say, only = Object.keys(stories)) {
  const part = story => async (name, walk) => {
    const began = Date.now();
    try {
      const saw = await walk();
      say(`journey ${story}: ${name}: ${saw ?? 'as expected'} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      trouble(`journey ${story}: ${name}`, error.message.split('\n')[0]);
    }
  };
  const page = role => visitors.page(role);
  await part('mistakes')('empty forms', async () => emptyFormsAreTold(await page('nobody')));
  const before = await countsToday(await page('supervisor'));
  for (const name of only) await stories[name]({ page, walk: part(name), say });
  await watched({ page, walk: part('watched') }, before, only.length);
  await published({ page, walk: part('published') });
}
