// The one place that knows addresses, names of fields and words of the pages. When a page changes, this file does.

// What serve prints beside a one-time link → the role the journeys ask for.
const roleWords = [
  ['window', /窗口|window/i], ['head', /负责人|局长|\bhead\b/i], ['supervisor', /监察|supervis/i], ['editor', /目录|编制|editor/i],
  ['approver', /审定|approver/i], ['handler', /经办|handler|review/i], ['citizen', /群众|市民|申请人|citizen|applicant/i],
];
export function roleOfLine(line) {
  return roleWords.find(([, words]) => words.test(line))?.[0] ?? 'somebody';
}
export const staffRoles = ['window', 'handler', 'head'];

export const address = {
  home: '/',
  search: words => `/search?q=${encodeURIComponent(words)}`,
  items: '/items', results: '/results', laws: '/laws', help: '/help', track: '/track',
  apply: item => `/apply/${item}`,
  desk: '/desk', intake: '/desk/intake', board: '/board', definitions: '/definitions',
  matter: number => `/desk/matters/${number}`,
};

// Where the crawl of the page checks begins, by who looks.
export const seeds = {
  nobody: ['/', '/search?q=开店', '/items', '/results', '/laws', '/track', '/help', '/sign-in', '/register', '/nowhere'],
  citizen: ['/account'],
  window: ['/desk', '/desk/intake'],
  handler: ['/desk'],
  head: ['/desk'],
  supervisor: ['/supervision'],
  editor: ['/definitions'],
};
// Addresses the crawl leaves alone: files, other languages of the same page, doors that act.
export const leaveAlone = /^\/(assets|files|out|enter|sign-out|healthz|readyz|api)\b|\.(csv|xml|atom|json|pdf|svg)$|[?&](lang|ui|theme)=/;
// One page per pattern is checked at all widths: codes, numbers and queries are folded.
export const patternOf = path => path.replace(/\?.*/, '?').replace(/\/[^/?]*\d[^/?]*/g, '/*').replace(/\/laws\/[^/?]+/, '/laws/*');

export const journeyItem = { words: '个体工商户', code: /\/items\/([\w-]+)/ };

export const apply = {
  // The button that goes on; which page we are on is read from the page itself.
  next: page => page.locator('main form button.pri').last(),
  declaration: page => page.locator('input[name=declare]'),
  number: page => page.locator('.done-no'),
  code: page => page.locator('.done-code'),
  uploads: page => page.locator('form.slot-add'),
  summary: page => page.locator('.errsum'),
};
export const tracker = { number: '#number', code: '#code', headline: page => page.locator('.st-big'),
                         result: page => page.locator('a[href*="licence"], a[href*="/results/"], section a.btn.pri'),
                         rate: page => page.locator('a[href*="rate"]') };

export const matter = {
  claim: page => page.locator('#todo .todo-act form button', { hasText: /领|claim/i }).first(),
  choices: page => page.locator('#todo .todo-act ul li'),
  outcomeInForm: (page, outcome) => page.locator(`input[name=outcome][value="${outcome}"], input[name=channel][value="${outcome}"]`),
};
// Best first: what a matter that goes well ends each step with. Anything unlisted is taken last.
export const goodOutcomes = ['accept', 'filed', 'pass', 'agree', 'approve', 'clear', 'no_objection', 'grant', 'granted', 'approved',
                             'delivered', 'deliver', 'counter', 'window', 'online', 'done'];

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
  if (/id_?no|identity|身份证|证件号/i.test(text)) return identityNumber();
  if (/phone|mobile|电话|手机/i.test(text)) return '13900000001';
  if (/email|邮箱/i.test(text)) return 'citizen@qingxi.example';
  if (/date|日期|from|until/i.test(name)) return '2026-03-02';
  if (/address|地址|住所|场所/i.test(text)) return '清溪县城关镇解放路 12 号';
  if (/area|amount|capital|count|数|面积|资金|金额/i.test(text)) return '60';
  if (/applicant|name|姓名|经营者/i.test(text)) return '李禾';
  return '清溪小面馆';
}
