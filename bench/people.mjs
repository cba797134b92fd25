// Invented applicants for the load client, and the stories it tells: an application, and the life of a matter in four calls
// (made, taken in hand, settled, found again).

const surnames = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'.split('');
const given = '建国志强桂英秀兰海燕小红文博雨欣子涵浩然丽华永福春生月娥明远静怡'.match(/../g);
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

// GB 11643, with the area code of 清溪县, which is nobody's.
export function identityNumber(index) {
  const born = new Date(Date.UTC(1950, 0, 1) + (index * 7919 % 18000) * 86400000).toISOString().slice(0, 10).replaceAll('-', '');
  const head = `999921${born}${String(index % 1000).padStart(3, '0')}`;
  const sum = [...head].reduce((all, digit, i) => all + Number(digit) * weights[i], 0);
  return head + '10X98765432'[sum % 11];
}

export function applicants(count) {
  const lines = ['name\tcitizen\tphone\tshop'];
  for (let i = 0; i < count; ++i) {
    const name = surnames[i % surnames.length] + given[(i * 31) % given.length];
    lines.push([name, identityNumber(i), `138${String(10000000 + (i * 104729) % 89999999)}`, `${name}杂货店${i}`].join('\t'));
  }
  return `${lines.join('\n')}\n`;
}

// A PDF of some 1.4 KB, so that one application brings about as much to the disk as the baseline writes.
const paper = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.from('登记申请书 '.repeat(85)), Buffer.from('\n%%EOF\n')]).toString('base64');

const application = JSON.stringify({
  item: 'qx-012-01', scenario: '01',
  answers: {
    applicant_kind: 'person', name: '{name}', number: '{citizen}', phone: '{phone}', address: '清溪县城关镇新街 12 号', delivery: 'window',
    'q.name': '{shop}', 'q.scope': '日用百货零售', 'q.address': '清溪县城关镇新街 12 号', 'q.home': 'yes',
  },
  materials: [{ material: 'form', name: '登记申请书.pdf', content: paper }, { material: 'premises', paper: true }],
});

export const submitStory = `= POST /api/applications
? "number":"
${application}
`;

const settled = JSON.stringify({
  outcome: 'not_needed',
  evidence: [{ slot: 'reasons', text: '所述经营活动依法无须登记。' }, { slot: 'remedy', text: '可在六十日内向县人民政府申请行政复议。' }],
});

export const lifecycleStory = `= POST /api/applications
? "number":"
${application}
= POST /api/matters/{number}/steps/check/claim
? "claimed":true
{}
= POST /api/matters/{number}/steps/check
? "ended":true
${settled}
= GET /api/matters?number={number}
? "number":"{number}"
? "ended":true
`;
