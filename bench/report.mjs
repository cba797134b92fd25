// From the figures of all rounds to the table of docs/benchmarks.md: medians, ratios taken round by round, goals.

const median = list => { const sorted = [...list].sort((a, b) => a - b); return sorted[Math.floor((sorted.length - 1) / 2)]; };
const count = value => Math.round(value).toLocaleString('en-US');
const ms = us => us >= 100000 ? `${(us / 1000).toFixed(0)} ms` : us >= 10000 ? `${(us / 1000).toFixed(1)} ms` : `${(us / 1000).toFixed(2)} ms`;
const two = value => value.toFixed(2);

// Values of one measurement over the rounds that have it.
const over = (results, name, pick) => results.rounds.filter(round => round[name] !== undefined).map(round => pick(round[name]));
const has = (results, name) => results.rounds.some(round => round[name] !== undefined);

// Stories tell their times by level; without rates there is one.
const flat = one => ({ ...one, p50_us: one.levels[0].p50_us, p99_us: one.levels[0].p99_us });

const speed = side => `${count(median(side.map(one => one.per_second)))}/s, p99 ${ms(median(side.map(one => one.p99_us)))}, ` +
  `${median(side.map(one => one.cpu_us)).toFixed(0)} µs CPU`;
const spread = ratios => `${two(median(ratios))} (${two(Math.min(...ratios))}–${two(Math.max(...ratios))})`;
const atLeast = (ratios, goal) => ({ ratio: spread(ratios), goal: `≥ ${goal}`, met: median(ratios) >= goal });
const atMost = (ratios, goal) => ({ ratio: spread(ratios), goal: `≤ ${goal}`, met: median(ratios) <= goal });

function pagesAgainstNginx(results, name, title, goals) {
  if (!has(results, name)) return [];
  const pairs = over(results, name, pair => pair);
  const sides = { baseline: pairs.map(pair => pair.baseline), candidate: pairs.map(pair => pair.candidate) };
  const rows = [{
    what: title, baseline: `nginx ${speed(sides.baseline)}`, candidate: speed(sides.candidate),
    ...(goals.ratio ? atLeast(pairs.map(pair => pair.candidate.per_second / pair.baseline.per_second), goals.ratio)
      : { ratio: spread(pairs.map(pair => pair.candidate.per_second / pair.baseline.per_second)) }),
    errors: Math.max(...pairs.map(pair => pair.candidate.errors + pair.baseline.errors)),
  }];
  const p99 = side => median(sides[side].map(one => one.p99_us));
  if (goals.p99ratio) {
    rows.push({ what: '– its p99', baseline: ms(p99('baseline')), candidate: ms(p99('candidate')),
      ...atMost(pairs.map(pair => pair.candidate.p99_us / Math.max(1, pair.baseline.p99_us)), goals.p99ratio) });
  }
  if (goals.p99ms) rows.push({ what: '– its p99', baseline: ms(p99('baseline')), candidate: ms(p99('candidate')), ratio: '', goal: `≤ ${goals.p99ms} ms`, met: p99('candidate') <= goals.p99ms * 1000 });
  return rows;
}

// No connection starves: the busiest has at most so many times the answers of the middle one, and the idlest at least that part of it.
function fairness(results, name, title) {
  if (!has(results, name)) return [];
  const pairs = over(results, name, pair => pair);
  const told = side => {
    const each = pairs.map(pair => pair[side].per_connection);
    return `${count(median(each.map(one => one.min)))} / ${count(median(each.map(one => one.median)))} / ${count(median(each.map(one => one.max)))}`;
  };
  const uneven = pairs.map(({ candidate: { per_connection: one } }) => Math.max(one.max / Math.max(1, one.median), one.median / Math.max(0.2, one.min)));
  return [{ what: title, baseline: `nginx ${told('baseline')}`, candidate: told('candidate'), ...atMost(uneven, 5) }];
}

function portalRows(results) {
  const rows = [];
  for (const [name, title] of [['portal', 'portal page'], ['guide', 'guide of an item']]) {
    for (const encoding of ['identity', 'gzip']) {
      for (const connections of [64, 1000]) {
        rows.push(...pagesAgainstNginx(results, `${name} ${encoding} ${connections}`,
          `${title}, ${encoding}, ${count(connections)} connections`, { ratio: 0.8, p99ratio: 2 }));
      }
    }
  }
  return rows;
}

function staffRows(results) {
  const page = results.rounds.find(round => round.pages)?.pages;
  if (!page) return [];
  return [
    ...pagesAgainstNginx(results, 'matter any identity', 'staff page of a matter, any of all, 64 connections', { ratio: 0.5 }),
    ...pagesAgainstNginx(results, 'matter one identity', 'the same, always one matter', { ratio: 0.5 }),
    ...pagesAgainstNginx(results, 'matter any gzip', 'any matter, gzip made for each answer', {}),
    ...pagesAgainstNginx(results, 'matter one gzip', 'one matter, gzip made for each answer', {}),
    ...pagesAgainstNginx(results, 'desk identity', `desk of ${page.rows} rows, 64 connections`, { ratio: 0.13, p99ms: 15 }),
    ...pagesAgainstNginx(results, 'desk gzip', 'the same desk, gzip made for each answer', {}),
    ...pagesAgainstNginx(results, 'matter any 1000', 'any matter, 1,000 connections', {}),
  ];
}

function submitRows(results) {
  if (!has(results, 'submit')) return [];
  const pairs = over(results, 'submit', pair => pair);
  const candidate = pairs.map(pair => flat(pair.candidate));
  const raw = place => `${count(median(pairs.map(pair => pair.baseline[place].per_second)))}/s, p99 ${ms(median(pairs.map(pair => pair.baseline[place].p99_us)))}`;
  const p99 = median(candidate.map(one => one.p99_us));
  const ratios = place => pairs.map(pair => pair.candidate.per_second / pair.baseline[place].per_second);
  return [
    { what: 'applications filed durably, 64 clients', baseline: `4 KiB overwritten + fdatasync ${raw('overwrite')}`, candidate: speed(candidate),
      ...atLeast(ratios('overwrite'), 2), errors: Math.max(...candidate.map(one => one.errors)) },
    { what: '– against a growing file', baseline: `4 KiB appended + fdatasync ${raw('append')}`, candidate: '', ratio: spread(ratios('append')) },
    { what: '– its p99', baseline: '', candidate: ms(p99), ratio: '', goal: '≤ 20 ms', met: p99 <= 20000 },
  ];
}

function lifecycleRows(results) {
  const rows = [];
  if (has(results, 'lifecycle')) {
    const pairs = over(results, 'lifecycle', pair => pair);
    const told = side => {
      const lives = pairs.map(pair => pair[side]);
      return `${count(median(lives.map(one => one.per_second)))}/s, p50 ${ms(median(lives.map(one => one.levels[0].p50_us)))}, p99 ${ms(median(lives.map(one => one.levels[0].p99_us)))}`;
    };
    rows.push({ what: `lifecycles of four calls over ${count(results.matters)} matters, 64 clients`, baseline: `empty county ${told('baseline')}`,
      candidate: told('candidate'), ...atLeast(pairs.map(pair => pair.candidate.per_second / pair.baseline.per_second), 0.8),
      errors: Math.max(...pairs.map(pair => pair.candidate.errors + pair.baseline.errors)) });
    const perSecond = median(pairs.map(pair => pair.candidate.per_second));
    rows.push({ what: '– a second', baseline: '', candidate: `${count(perSecond)}/s`, ratio: '', goal: '≥ 1,500/s', met: perSecond >= 1500 });
  }
  for (const scale of [1, results.spikeScale]) {
    if (!has(results, `spike ${scale}`)) continue;
    const runs = over(results, `spike ${scale}`, run => run);
    const worst = key => median(runs.map(run => Math.max(...run.levels.map(level => level[key]))));
    const errors = Math.max(...runs.map(run => run.errors));
    const undone = Math.max(...runs.map(run => run.levels.reduce((sum, level) => sum + level.due - level.done, 0)));
    rows.push({ what: `rising and falling load, ${results.spikeRates.map(rate => rate * scale).join('→')} lifecycles/s`, baseline: '',
      candidate: `${errors} errors, ${undone} unfinished; worst level p50 ${ms(worst('p50_us'))}, p99 ${ms(worst('p99_us'))}`, ratio: '', goal: '0 errors',
      met: errors === 0 && undone === 0 });
  }
  return rows;
}

function footprintRows(results) {
  const rows = [];
  const mib = value => `${value.toFixed(1)} MiB`;
  for (const [name, title] of [['memory idle', 'memory when idle, one second after the start'], ['memory after', 'memory after the round']]) {
    const seen = over(results, name, one => one);
    const all = median(seen.map(one => one.all));
    rows.push({ what: title, baseline: '', candidate: `${mib(all)} (own ${mib(median(seen.map(one => one.own)))}, pages of files ${mib(median(seen.map(one => one.files)))})`,
      ratio: '', goal: '≤ 60 MB', met: all * 1.048576 <= 60 });
  }
  const start = over(results, 'start', value => value);
  rows.push({ what: `start to the first answer, ${count(results.matters)} matters`, baseline: '', candidate: `${median(start).toFixed(0)} ms (${Math.min(...start).toFixed(0)}–${Math.max(...start).toFixed(0)})`,
    ratio: '', goal: '≤ 300 ms', met: median(start) <= 300 });
  rows.push({ what: 'the program, everything in it', baseline: '', candidate: `${(results.size / 1e6).toFixed(1)} MB`, ratio: '', goal: '≤ 25 MB', met: results.size <= 25e6 });
  return rows;
}

export function rowsOf(results) {
  return [
    ...portalRows(results), ...staffRows(results), ...submitRows(results), ...lifecycleRows(results),
    ...fairness(results, 'portal identity 1000', '1,000 connections, portal: answers of the idlest / middle / busiest'),
    ...fairness(results, 'matter any 1000', '1,000 connections, any matter: the same'),
    ...footprintRows(results),
  ];
}

const verdict = row => row.goal === undefined ? '' : `${row.met ? 'met' : '**not met**'}`;

export function table(rows) {
  const lines = ['| measured | baseline | Sunroom | ratio (lowest–highest round) | goal | |', '|---|---|---|---|---|---|'];
  for (const row of rows) {
    const errors = row.errors > 0 ? `; **${row.errors} errors**` : '';
    lines.push(`| ${row.what} | ${row.baseline} | ${row.candidate}${errors} | ${row.ratio ?? ''} | ${row.goal ?? ''} | ${verdict(row)} |`);
  }
  return lines.join('\n');
}

function callsTable(results) {
  if (!has(results, 'lifecycle')) return '';
  const pairs = over(results, 'lifecycle', pair => pair);
  const names = ['made (application filed)', 'taken in hand (step claimed)', 'settled (decided, ended)', 'found again (by number)'];
  const told = (side, i, key) => ms(median(pairs.map(pair => pair[side].scenes[i][key])));
  const lines = names.map((name, i) => `| ${name} | ${['baseline', 'candidate'].map(side => `${told(side, i, 'p50_us')} / ${told(side, i, 'p99_us')}`).join(' | ')} |`);
  return ['### The four calls, p50 / p99', '', `| call | empty county | ${count(results.matters)} matters |`, '|---|---|---|', ...lines, ''].join('\n');
}

function spikeTable(results) {
  const lines = [];
  for (const scale of [1, results.spikeScale]) {
    if (!has(results, `spike ${scale}`)) continue;
    const runs = over(results, `spike ${scale}`, run => run);
    results.spikeRates.forEach((rate, i) => {
      const level = key => runs.map(run => run.levels[i][key]);
      lines.push(`| ${count(rate * scale)}/s | ${count(level('due')[0])} | ${Math.max(...level('failed'))} | ${ms(median(level('p50_us')))} | ${ms(median(level('p99_us')))} | ${ms(median(level('max_us')))} |`);
    });
  }
  if (lines.length === 0) return '';
  return ['### Rising and falling load, level by level', '', `Each level lasts ${results.levelSeconds} s. A lifecycle's time runs from the moment it was due.`, '',
    '| lifecycles | begun in a round | failed | p50 | p99 | longest |', '|---|---|---|---|---|---|', ...lines, ''].join('\n');
}

const published = `## Published figures of a peer

The reference platform for municipal complaints publishes these for the same four calls (egovernments/Citizen-Complaint-Resolution-System,
\`performance/docs\`; 16 cores, 32 GB, 1–3 s of thinking between calls). Other hardware and other software around it: they say in which order
of magnitude a county's system lives, no more.

| theirs | figure |
|---|---|
| lifecycles a second, empty and with 100,000 records, 50 users | 37 |
| lifecycles a second with 1,000,000 records | 6.3; mean 2,160 ms, p95 3,340 ms |
| the load 1→15→1→25→2→35→10/s, 1,000,000 records | 57–58 % errors, p50 411 ms, p95 36–38 s |
| making 1,000,000 records | 12 h 43 min, about 3.5 KB each |
`;

const memoryWords = kept => kept ? 'answered from memory' : 'made anew for each answer';

export function describe(results, rows) {
  const { machine, options } = results;
  const pages = results.rounds.find(round => round.pages).pages;
  const size = name => `${count(pages[name].plain)} bytes, ${count(pages[name].gzip)} with gzip`;
  const made = results.made;
  const goals = rows.filter(row => row.goal !== undefined);
  const large = options.size === 'L' ? '' : `\nThe county here has ${count(results.matters)} matters; \`--large\` measures over 1,000,000.\n`;
  return `# Benchmarks

\`./dev bench\` or \`node bench/run.mjs --large\` measures, prints this table and writes this page; the figures come from one machine and one
day. Absolute figures move with the machine, so each candidate stands beside a baseline measured in the same round, and what counts is the
ratio.

- machine: ${machine.processor}, ${machine.cores} cores, ${machine.memory}, ${machine.disk}, ${machine.system}, ${machine.kernel}; load ${machine.load} before
- date: ${results.date}; commit ${results.commit}; command: \`${results.command}\`
- ${results.rounds.length} rounds of ${options.seconds} s a figure after 1 s of warm-up; medians; which side goes first changes from round to round
- the load client (\`bench/load.cpp\`, one thread, keep-alive, every answer read to its end) runs on the same cores as what it measures
${large}
## Results: ${goals.filter(row => row.met).length} of ${goals.length} goals met

${table(rows)}

${callsTable(results)}
${spikeTable(results)}
## What is measured

- **Against nginx** ${machine.nginx.split(' ')[0]}: one worker a core, \`sendfile\`, \`open_file_cache\`, \`gzip_static\`, no log, keep-alive without end. It serves
  the very bytes that Sunroom sent for the page before the round, as a file; Sunroom makes the page (${options.access_log ? 'with its line per request in the log' : 'its log of requests off, like the baseline\'s'}).
- **Portal page**: \`/\` without a session, ${size('home.html')}, ${memoryWords(pages.fromMemory['home.html'])}; **guide of an item**:
  \`${pages.guide}\`, ${size('guide.html')}, ${memoryWords(pages.fromMemory['guide.html'])}.
- **Staff page of a matter**: \`/desk/matters/{number}\` as ${pages.reader}, signed in by cookie, ${size('matter.html')} for the one that nginx serves;
  "any" draws from all ${count(results.matters)} numbers. Session, rights, journal and deadlines are read for each answer.
- **Desk**: \`/desk?size=100\` as ${pages.desk}, ${pages.rows} rows, ${size('desk.html')}.
- **Filing**: \`POST /api/applications\`, one application with answers, a PDF of 1.4 KB and an \`Act-Key\`; sealed, decided, journalled, in the tables,
  synced to the disk before the answer. The baseline writes 4 KiB and calls \`fdatasync\`, one after the other, in the same folder.
- **Lifecycle**: filed, claimed by a clerk, settled with reasons and remedy, found by number; no pause between the calls, and the last call must see
  the end of the matter. The empty county has its catalogue and its officials, and no matter.
- **CPU** is processor time of the server per answer, user and system, warm-up taken out in proportion.
- **Memory** is resident memory; pages of files are the program's text and mapped database, which the kernel takes back when it needs room.
- The county was made by \`sunroom demo --size ${options.size}\`, through the same verbs as at the counter, in ${count(made.seconds)} s; ${count(made.bytes / results.matters)} bytes a matter on the disk,
  journal, vault, tables and indexes together.

${published}`;
}
