// The one place that knows addresses, names of fields and words of the pages. When a page changes, this file does.

import fs from 'node:fs';
import path from 'node:path';

// The login of somebody with a role at a body, from the county's file: operator@029, handler@012:1 for the second.
const people = JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, '..', '..', 'counties/qingxi/people.json'), 'utf8'));
export function loginOf(who) {
  const [, role, body, nth] = who.match(/^(\w+)@(\d+)(?::(\d+))?$/);
  const found = people.filter(person => person.roles.some(held => held.role === role && (held.body ?? person.body) === body));
  if (!found[Number(nth ?? 0)]) throw new Error(`the county has nobody for ${who}`);
  return found[Number(nth ?? 0)].login;
}

// What serve prints beside a one-time link → the role the journeys ask for.
const roleWords = [
  ['window', /窗口|window/i], ['head', /负责人|局长|\bhead\b/i], ['supervisor', /监察|supervis/i], 
  ['handler', /经办|handler|review/i], ['citizen', /群众|市民|申请人|citizen|applicant/i],
];
export function roleOfLine(line) {
  return line.match(/^([a-z]{4,}) [^\x00-\x7f]/)?.[1] ?? roleWords.find(([, words]) => words.test(line))?.[0] ?? 'somebody';
}
// Officials of the departments that a joint matter asks; serve prints their links with --link.
export const members = ['fengxiulan', 'hechanglin', 'guoguangyao'];

export const address = {
  home: '/',
  results: '/results', track: '/track',
  guide: item => `/items/${item}`, resume: '/apply/draft', account: '/account',
  desk: '/desk', intake: '/desk/intake', board: '/board', late: '/board/late', definitions: '/definitions',
  matter: number => `/desk/matters/${number}`,
};

// Where the crawl of the page checks begins, by who looks.
export const seeds = {
  nobody: ['/', '/gov', '/search?q=开店', '/items', '/results', '/laws', '/track', '/help', '/date', '/date?start=2026-12-21&span=20wd&pause=2026-12-28..2026-12-30&extend=10', '/sign-in', '/register', '/nowhere'],
  citizen: ['/account'],
  window: ['/desk', '/desk/intake'],
  handler: ['/desk', '/staff', '/desk/me', '/documents'],
  head: ['/desk'],
  supervisor: ['/board'],
};
// Addresses the crawl leaves alone: files, other languages of the same page, doors that act.
export const leaveAlone = /^\/(assets|files|out|enter|sign-out|healthz|readyz|api)\b|\.(csv|xml|atom|json|pdf|svg)(\?|$)|[?&](lang|ui|theme)=/;
export const isStaff = path => /^\/(desk|staff|board|overview|definitions|wall|documents|duties|reports|imports|requests)\b/.test(path);
// One page per pattern is checked at all widths: codes, numbers and queries are folded.
export const patternOf = path => path.replace(/\?.*/, '').replace(/\/[^/?]*\d[^/?]*/g, '/*').replace(/\/draft\/[^/]+/, '/draft/*')
    .replace(/\/draft\/\*\/(?!materials|check|done)\w+$/, '/draft/*/question').replace(/\/laws\/[^/?]+/, '/laws/*').replace(/\/gov\/(columns|catalogues)\/[^/?]+/, '/gov/$1/*')
    .replace(/\/steps\/(?!check|review|decide|deliver|pause|extend|answer|intake)\w+/, '/steps/*');

// The three matters of the journeys: how people look for them, and what the county's files say of them.
export const items = {
  instant: { code: 'qx-021-05', words: '护士换医院', initials: 'hszybgzc', theme: '医疗卫生', department: '县卫健局' },
  promised: { code: 'qx-012-05', words: '食品经营许可', initials: 'spjyxk', materials: 5 },
  joint: { code: 'qx-012-12', words: '开饭店', initials: 'kbcyd', materials: 7 },
};

// What a guide must publish (许可法 30, 行政许可标准化指引), by the section that holds it.
export const guideParts = [
  ['who', '办理主体'], ['conditions', '办理条件'], ['materials', '申请材料'], ['procedure', '办理程序'], ['limits', '办理时限'],
  ['fee', '收费'], ['result', '办事结果'], ['basis', '办理依据'], ['supervision', '监督渠道'],
];

export const apply = {
  // The button that goes on; which page we are on is read from the page itself.
  next: page => page.locator('main form button.pri').last(),
  declaration: page => page.locator('input[name=declare]'),
  number: page => page.locator('.done-no'),
  code: page => page.locator('.done-code'),
  summary: page => page.locator('.errsum'),
};
export const tracker = { number: '#number', code: '#code', headline: page => page.locator('.st-big'),
                         result: page => page.locator('a[href*="licence"], a[href*="/results/"], section a.btn.pri'),
                         rate: page => page.locator('a[href*="rate"]') };

export const intake = { receive: page => page.locator('button[name=do][value=receive]') };

// A valid, invented identity number of the county that does not exist (GB 11643: ISO 7064 MOD 11-2).
export function identityNumber(birth = '19900101', order = '003') {
  const body = `999921${birth}${order}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(body[i]), 0);
  return body + '10X98765432'[sum % 11];
}

// What to type into a field, from its name and label.
export function answerFor(name, label) {
  const text = `${name} ${label}`;
  if (/number|id_?no|identity|身份|证件号/i.test(text)) return identityNumber();
  if (/phone|mobile|电话|手机/i.test(text)) return '13900000001';
  if (/email|邮箱/i.test(text)) return 'citizen@qingxi.example';
  if (/date|日期|from|until/i.test(name)) return '2026-03-02';
  if (/address|地址|住所|场所/i.test(text)) return '清溪县城关镇解放路 12 号';
  if (/area|amount|capital|count|seats|面积|资金|金额|座位/i.test(text)) return '60';
  if (/applicant|name|姓名|经营者/i.test(text)) return '李禾';
  return '清溪小面馆';
}
