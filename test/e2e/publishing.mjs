// A policy from draft to reader: written with its interpretation, reviewed by four persons, released, found, subscribed.
import { must, textOf } from './applicant.mjs';
import { endStep } from './office.mjs';
import { loginOf } from './pages.mjs';

const title = '清溪县公共停车场夜间开放办法';
const wording = '夜间十点至次日七点，机关停车场向附近居民免费开放';
const office = { drafter: loginOf('drafter@001'), first: loginOf('reviewer@001'), second: loginOf('reviewer@001:1'), head: loginOf('head@001'), secrecy: loginOf('secrecy@001') };
export const publishingLogins = Object.values(office);

async function write(page) {
  await page.goto('/documents');
  await page.look();
  await page.locator('a[href="/documents/new"]').click();
  await page.locator('main form button.pri').first().click();
  must(await page.locator('.errsum').count() === 1, 'an empty document is not refused');
  await page.look();
  await page.selectOption('#genre', 'policy');
  await page.fill('#title', title);
  await page.fill('#number', '清政办发[2026]188号');
  await page.fill('#formed', new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10));
  await page.fill('#summary', '机关停车场夜间怎么开放，谁来管。');
  await page.fill('#body', `各乡镇人民政府：\n\n一、开放时间\n\n${wording}。\n\n二、管理\n\n依据《中华人民共和国道路交通安全法》，由产权单位管理。`);
  await page.locator('input[name=columns][value=policies]').focus();
  await page.keyboard.press('Space');
  must(await page.locator('input[name=columns][value=policies]').isChecked(), 'a column cannot be chosen by keyboard');
  await page.fill('#explained_title', `《${title}》解读`);
  await page.fill('#explained_text', '问：谁可以停？\n\n答：附近居民凭登记车牌免费停放。');
  await page.locator('main form button.pri').first().click();
  must(await page.locator('.errsum').count() === 0, `the draft is refused: ${await textOf(page.locator('.errsum').first()).catch(() => '')}`);
  const number = (await page.locator('a[href*="/desk/matters/"]').first().getAttribute('href')).split('/').pop();
  const url = new URL(page.url()).pathname;
  must(/清政办发〔2026〕188号/.test(await page.locator('#number').inputValue()), 'the brackets of the number are not put right');
  await page.look();
  return { number, url, id: url.split('/').pop() };
}

export async function published({ page, walk }) {
  const drafter = await page(office.drafter);
  const nobody = await page('nobody');
  let made;
  await walk('draft a policy with its interpretation', async () => { made = await write(drafter); return made.id; });
  if (!made) return;
  await walk('nobody reads it yet', async () => {
    const answer = await nobody.goto(`/doc/${made.id}`);
    must(answer.status() === 404, `a draft answers ${answer.status()}`);
  });
  await walk('send it for review; from then on it is fixed', async () => {
    await drafter.goto(made.url);
    await drafter.locator(`form[action="${made.url}/submit"] button`).click();
    must(await drafter.locator('.errsum').count() === 0, 'it cannot be sent for review');
    must(await drafter.locator('#body').count() === 0, 'the text can be changed under review');
  });
  for (const [step, login, outcome] of [['first', office.first, 'pass'], ['second', office.second, 'pass'], ['final', office.head, 'pass'], ['secrecy', office.secrecy, 'cleared']])
    await walk(`${step} review`, async () => {
      const reviewer = await page(login);
      await reviewer.goto(`/desk/matters/${made.number}`);
      must(await reviewer.locator(`a[href="${made.url}"]`).count() > 0, 'the matter does not lead to the text under review');
      await endStep(reviewer, made.number, outcome);
    });
  await walk('release', async () => {
    await drafter.goto(made.url);
    await drafter.locator(`form[action="${made.url}/release"] button`).click();
    must(await drafter.locator('.errsum').count() === 0, 'it cannot be released');
  });
  await walk('read it, with its interpretation and what it cites', async () => {
    await nobody.goto('/gov');
    await nobody.look();
    await nobody.locator('a[href="/gov/columns/policies"]').first().click();
    await nobody.look();
    await nobody.locator(`a[href="/doc/${made.id}"]`).first().click();
    await nobody.look();
    must((await textOf(nobody.locator('#zoom'))).includes(wording), 'the text is not there');
    must(await nobody.locator('#zoom a[href^="/laws/"]').count() > 0, 'the law that it cites is no link');
    must(await nobody.locator(`aside a:has-text("解读")`).count() > 0, 'its interpretation is not beside it');
    must(await nobody.locator('meta[name=PubDate]').count() === 1, 'the page has no PubDate');
  });
  await walk('found by five questions', async () => {
    for (const words of ['公共停车场夜间开放', '清政办发〔2026〕188号', '机关停车场向附近居民免费开放', '停车场 免费 居民', '晚上机关停车场能不能停车']) {
      await nobody.goto(`/search?q=${encodeURIComponent(words)}`);
      must(await nobody.locator(`a[href^="/doc/${made.id}"]`).count() > 0, `“${words}” does not find it`);
    }
  });
  await walk('subscribe', async () => {
    const feed = await nobody.request.get('/gov/columns/policies/feed');
    must(feed.headers()['content-type'].startsWith('application/atom+xml'), 'the column has no feed');
    must((await feed.text()).includes(title), 'the feed does not tell of it');
  });
}
