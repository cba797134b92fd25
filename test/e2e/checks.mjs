// What every page must keep: no barrier (axe), no sideways scroll, its weight, its policy header, valid HTML.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import { HtmlValidate } from 'html-validate';

const require = createRequire(import.meta.url);
const axeSource = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const policy = "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    + "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
const widths = [[1366, 768], [390, 844], [320, 640]];
// The screen of the hall is one size and nothing else.
const widthsOf = url => new URL(url).pathname.startsWith('/wall/') ? [[1920, 1080]] : widths;
export const publicBytesMax = 60 * 1024;
export const staffBytesMax = 120 * 1024;

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off', 'tel-non-breaking': 'off', 'no-inline-style': 'error',
           'void-style': 'off', 'attribute-boolean-style': 'off', 'attribute-empty-style': 'off', 'no-raw-characters': 'off',
           'prefer-native-element': 'off', 'text-content': 'off', 'svg-focusable': 'off',
           // An id may hold a dot; boxes to tick share the name of their question.
           'valid-id': ['error', { relaxed: true }],
           'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'reset', 'submit'] }],
           'doctype-style': 'off', 'aria-label-misuse': ['error', { allowAnyNamable: true }] },
});

// One window a kind of visitor, kept for all its pages: opening one costs more than looking.
export async function openLookingGlass(browser, state) {
  const context = await browser.newContext({ bypassCSP: true, storageState: state, locale: 'zh-CN' });
  return { page: await context.newPage(), close: () => context.close() };
}

// Barriers and sideways scroll of one page at every width.
export async function findBarriers({ page }, url) {
  const troubles = [];
  const sizes = widthsOf(url);
  await page.setViewportSize({ width: sizes[0][0], height: sizes[0][1] });
  await page.goto(url, { waitUntil: 'load' });
  await page.evaluate(axeSource);
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    const result = await page.evaluate(values => axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }), tags);
    for (const v of result.violations)
      troubles.push(`axe ${width}: ${v.id} (${v.impact}) at ${v.nodes.slice(0, 2).map(n => n.target.join(' ')).join('; ')}`);
    const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
    if (scroll > width) troubles.push(`scrolls sideways at ${width}: ${scroll}, because of ${await widest(page, width)}`);
  }
  return troubles;
}

function widest(page, limit) {
  return page.evaluate(most => {
    const out = [...document.querySelectorAll('body *')].find(e => {
      const box = e.getBoundingClientRect();
      if (!box.width || box.right <= most + 1) return false;
      for (let p = e.parentElement; p; p = p.parentElement) if (getComputedStyle(p).overflowX !== 'visible') return false;
      return true;
    });
    return out ? `${out.tagName.toLowerCase()}.${out.className}` : 'something hidden';
  }, limit);
}

// Requests, bytes over the wire, scripts and headers of one page in a fresh window.
export async function weigh(browser, state, url) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, storageState: state, locale: 'zh-CN' });
  const page = await context.newPage();
  const answers = [];
  // A redirect is the way to the page, not a part of it.
  page.on('response', answer => { if (answer.status() < 300 || answer.status() >= 400) answers.push(answer.request()); });
  const troubles = [];
  page.on('console', m => { if (m.type() === 'error' && !/status of 404/.test(m.text())) troubles.push(`console: ${m.text()}`); });
  const answer = await page.goto(url, { waitUntil: 'load' });
  let bytes = 0;
  for (const request of answers) bytes += (await request.sizes().catch(() => ({ responseBodySize: 0 }))).responseBodySize;
  const scripts = await page.locator('script').count();
  const found = { headers: answer.headers(), html: await answer.text(), requests: answers.length, bytes, scripts, troubles };
  await context.close();
  return found;
}

export function judgeWeight(found, isPublic) {
  const troubles = [...found.troubles];
  const most = isPublic ? publicBytesMax : staffBytesMax;
  if (found.bytes > most) troubles.push(`${found.bytes} bytes; at most ${most}`);
  if (isPublic && found.requests > 6) troubles.push(`${found.requests} requests; at most 6`);
  if (isPublic && found.scripts > 0) troubles.push(`${found.scripts} scripts on a public page`);
  if (found.headers['content-security-policy'] !== policy)
    troubles.push(`policy header is ${found.headers['content-security-policy'] ?? 'absent'}`);
  if (found.headers['x-content-type-options'] !== 'nosniff') troubles.push('x-content-type-options is not nosniff');
  return troubles;
}

// All of it, for one address as one visitor sees it.
export async function lookClosely(browser, state, url, isPublic, trouble) {
  const path = new URL(url).pathname;
  const found = await weigh(browser, state, url);
  for (const what of judgeWeight(found, isPublic)) trouble(path, what);
  for (const what of await findHtmlErrors(found.html)) trouble(path, what);
  const glass = await openLookingGlass(browser, state);
  for (const what of await findBarriers(glass, url)) trouble(path, what);
  await glass.close();
}

export async function findHtmlErrors(html) {
  const report = await validator.validateString(html);
  return report.results.flatMap(r => r.messages).filter(m => m.severity === 2).slice(0, 5)
      .map(m => `html ${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
}
