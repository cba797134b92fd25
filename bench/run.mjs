// The whole office beside its baselines on this machine: nginx over the same bytes, the disk's own synced writes, the same calls on
// an empty county. Baseline and candidate are measured in the same round, in turn; what is told is the median over the rounds.
// usage: node bench/run.mjs [--rounds N] [--seconds S] [--large] [--only GROUP[,GROUP]] [--quick] [--access-log] [--build DIR]
//   --large      1,000,000 matters instead of 60,000 (making them takes long; they are kept in build/bench/data)
//   --only       portal staff submit lifecycle spike; start and memory are measured in each round anyway
//   --quick      3,000 matters, one round of one second: tries the harness, says nothing about speed
//   --access-log with the line per request that a county has by default (without, as nginx is run here)
// Writes docs/benchmarks.md, unless --quick or --only, and build/bench/results.json. Exit 0: measured, whatever the goals say.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { Clients, Nginx, Office, browserHeaders, call, dataSet, memory, pause, root, workingCopy } from './office.mjs';
import { applicants, lifecycleStory, submitStory } from './people.mjs';
import { describe, rowsOf, table } from './report.mjs';

const options = { rounds: 3, seconds: 3, build: `${root}/build/release`, only: 'portal,staff,submit,lifecycle,spike' };
const words = process.argv.slice(2);
for (let i = 0; i < words.length; ++i) {
  const name = words[i].replace(/^--/, '').replaceAll('-', '_');
  if (['large', 'quick', 'access_log'].includes(name)) options[name] = true;
  else if (['rounds', 'seconds'].includes(name) && Number(words[i + 1]) > 0) options[name] = Number(words[++i]);
  else if (['only', 'build'].includes(name) && words[i + 1]) options[name] = words[++i];
  else { console.error(`not understood: ${words[i]}; see the head of bench/run.mjs`); process.exit(2); }
}
if (options.quick) Object.assign(options, { rounds: 1, seconds: 1, size: 'S' });
options.size ??= options.large ? 'L' : 'M';
if (options.rounds > 20 || options.seconds > 60) { console.error('at most 20 rounds of 60 seconds'); process.exit(2); }
const groups = options.only.split(',');
const wants = group => groups.includes(group);
const complete = !options.quick && groups.length === 5 && options.rounds >= 3;
const spikeRates = [1, 15, 1, 25, 2, 35, 10];   // lifecycles a second, one level after the other
const smallerTitle = '## Smaller figures';      // of docs/benchmarks.md: kept as it stands
const guide = '/items/qx-012-01';                 // a public page that most applicants read
const spikeScale = 20;                           // the same once more, so many times as high
const levelSeconds = options.quick ? 1 : 3;

const say = line => console.log(line);
const work = `${root}/build/bench/work`, data = `${root}/build/bench/data`;

function ready() {
  if (!fs.existsSync('/usr/sbin/nginx')) { say('SKIPPED: nginx is not installed (apt-get install nginx)'); process.exit(77); }
  if (!fs.existsSync(`${options.build}/sunroom`) || !fs.existsSync(`${options.build}/bench_load`)) {
    if (options.build !== `${root}/build/release`) throw new Error(`${options.build} holds no sunroom and bench_load`);
    const made = spawnSync('./dev', ['build', 'release', 'sunroom', 'bench_tools'], { cwd: root, stdio: 'inherit' });
    if (made.status !== 0) process.exit(1);
  }
  fs.rmSync(work, { recursive: true, force: true });
  fs.mkdirSync(work, { recursive: true });
  return `${options.build}/sunroom`;
}

// A page as it is sent, plain and compressed.
async function both(office, target, headers) {
  const fetch = async encoding => {
    const answer = await call(office.port, 'GET', target, [...browserHeaders(encoding), ...headers]);
    if (answer.status !== 200) throw new Error(`${target} was answered ${answer.status}`);
    return answer;
  };
  const plain = await fetch('identity'), gzip = await fetch('gzip');
  if (gzip.headers['content-encoding'] !== 'gzip') throw new Error(`${target} is not compressed`);
  return { plain: plain.body, gzip: gzip.body };
}

// Who may read every matter, window first: its page of a matter is the fullest.
async function reader(office, numbers) {
  for (const role of ['window', 'supervisor', 'handler', 'head']) {
    const session = await office.enter(role);
    if (!session) continue;
    let read = 0;
    const probes = 12;
    for (let i = 0; i < probes; ++i) {
      const number = numbers[Math.floor(i * (numbers.length - 1) / (probes - 1))];
      const answer = await call(office.port, 'GET', `/desk/matters/${number}`, [`Cookie: ${session.cookie}`]);
      if (answer.status === 200) ++read;
    }
    if (read === probes) return { role, session };
  }
  throw new Error('no role may read every matter');
}

// The desk of a department if it fills a hundred rows, else the fullest there is.
async function desk(office) {
  let best;
  for (const role of ['handler', 'window', 'head']) {
    const session = await office.enter(role);
    if (!session) continue;
    const page = await call(office.port, 'GET', '/desk?size=100', [`Cookie: ${session.cookie}`]);
    const body = page.body.toString();
    const rows = (body.match(/<tbody[\s\S]*?<\/tbody>/g) ?? []).join('').split('<tr').length - 1;
    if (page.status === 200 && rows > (best?.rows ?? 0) && (best?.rows ?? 0) < 100) best = { role, session, rows };
  }
  if (!best) throw new Error('no desk has rows');
  return best;
}

// One after the other; which of the two comes first changes from round to round.
async function inTurn(round, baseline, candidate) {
  if (round % 2 === 1) { const first = await baseline(); return { baseline: first, candidate: await candidate() }; }
  const first = await candidate();
  return { baseline: await baseline(), candidate: first };
}

async function portal(round, { clients, nginx, full }, keep) {
  const cells = [['identity', 64], ['identity', 1000], ['gzip', 64], ['gzip', 1000]];
  for (const [name, file, target, some] of [['portal', '/home.html', '/', cells], ['guide', '/guide.html', guide, [cells[0], cells[3]]]]) {
    for (const [encoding, connections] of some) {
      const headers = browserHeaders(encoding);
      keep(`${name} ${encoding} ${connections}`, await inTurn(round, () => clients.pages(nginx, connections, file, headers),
        () => clients.pages(full, connections, target, headers)));
    }
  }
}

async function staff(round, { clients, nginx, full, matters, sample, readerOf, deskOf, pathsFile }, keep) {
  const cookie = `Cookie: ${readerOf.session.cookie}`, deskCookie = `Cookie: ${deskOf.session.cookie}`;
  for (const encoding of ['identity', 'gzip']) {
    const headers = browserHeaders(encoding);
    const flat = () => clients.pages(nginx, 64, '/matter.html', headers);
    keep(`matter one ${encoding}`, await inTurn(round, flat, () => clients.pages(full, 64, `/desk/matters/${sample}`, [...headers, cookie])));
    keep(`matter any ${encoding}`, await inTurn(round, flat, () => clients.pages(full, 64, pathsFile, [...headers, cookie])));
    keep(`desk ${encoding}`, await inTurn(round, () => clients.pages(nginx, 64, '/desk.html', headers),
      () => clients.pages(full, 64, '/desk?size=100', [...headers, deskCookie])));
  }
  const headers = browserHeaders('identity');
  keep('matter any 1000', await inTurn(round, () => clients.pages(nginx, 1000, '/matter.html', headers),
    () => clients.pages(full, 1000, pathsFile, [...headers, cookie])));
}

const bearer = session => [`Authorization: Bearer ${session.token}`, 'Act-Key: {key}'];

async function submit(round, { clients, full, values, stories }, keep) {
  const citizen = await full.enter('citizen') ?? await full.enter('window');
  keep('submit', await inTurn(round, () => clients.rawSync(full.data, Math.ceil(options.seconds)),
    () => clients.stories(full, 64, { story: stories.submit, values, headers: bearer(citizen) })));
}

async function lifecycle(round, { clients, full, empty, values, stories }, keep) {
  const life = async office => clients.stories(office, 64, { story: stories.lifecycle, values, headers: bearer(await office.enter('window')) });
  keep('lifecycle', await inTurn(round, () => life(empty), () => life(full)));
}

async function spike(round, { clients, full, values, stories }, keep) {
  const headers = bearer(await full.enter('window'));
  for (const scale of [1, spikeScale]) {
    const rates = spikeRates.map(rate => rate * scale);
    keep(`spike ${scale}`, await clients.stories(full, 64, { story: stories.lifecycle, values, headers, rates, levelSeconds }));
  }
}

async function measureRound(round, context, parts, keep) {
  const { program, clients } = context;
  const open = folder => Office.open({ program, data: folder, log: `${work}/${folder.split('/').pop()}.log`, accessLog: options.access_log });
  const full = await open(context.fullData);
  let empty, nginx;
  try {
    await pause(1000);
    keep('start', full.startMs);
    keep('memory idle', memory(full.pid));
    if (parts.lifecycle) empty = await open(workingCopy(context.none.folder, `${work}/none`));
    const readerOf = await reader(full, context.matters), deskOf = await desk(full);
    const sample = context.matters[Math.floor(context.matters.length / 2)];
    const files = {
      'home.html': await both(full, '/', []),
      'guide.html': await both(full, guide, []),
      'matter.html': await both(full, `/desk/matters/${sample}`, [`Cookie: ${readerOf.session.cookie}`]),
      'desk.html': await both(full, '/desk?size=100', [`Cookie: ${deskOf.session.cookie}`]),
    };
    // An answer from memory carries no number of its own.
    const kept = async target => !(await call(full.port, 'GET', target, browserHeaders('identity'))).headers['x-request-id'];
    const fromMemory = { 'home.html': await kept('/'), 'guide.html': await kept(guide) };
    nginx = await Nginx.open(`${work}/nginx`, files);
    keep('pages', { ...Object.fromEntries(Object.entries(files).map(([name, one]) => [name, { plain: one.plain.length, gzip: one.gzip.length }])),
      guide, reader: readerOf.role, desk: deskOf.role, rows: deskOf.rows, fromMemory });
    const here = { ...context, full, empty, nginx, readerOf, deskOf, sample };
    for (const [name, measure] of Object.entries(parts)) {
      say(`round ${round} of ${options.rounds}: ${name}`);
      await measure(round, here, keep);
    }
    await pause(1000);
    keep('memory after', memory(full.pid));
  } finally {
    await Promise.all([full, empty, nginx].map(one => one?.stop()));
  }
}

function machine() {
  const field = (file, pattern) => { try { return fs.readFileSync(file, 'utf8').match(pattern)?.[1]?.trim(); } catch { return undefined; } };
  const told = (command, args) => { const one = spawnSync(command, args, { encoding: 'utf8' }); return (one.stdout || one.stderr || '').trim(); };
  return {
    processor: field('/proc/cpuinfo', /^model name\s*:\s*(.*)$/m) ?? os.arch(), cores: os.cpus().length,
    memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`, kernel: `${os.type()} ${os.release()}`,
    system: field('/etc/os-release', /^PRETTY_NAME="(.*)"$/m) ?? '', disk: told('findmnt', ['-no', 'FSTYPE', '-T', work]).split('\n')[0],
    nginx: told('/usr/sbin/nginx', ['-v']).replace(/^.*nginx\//, ''), load: os.loadavg()[0].toFixed(1),
  };
}

async function main() {
  const program = ready();
  const context = { program, clients: new Clients(options.build, work, { seconds: options.seconds, warmup: 1 }) };
  const { clients } = context;
  const made = dataSet(program, data, options.size, say);
  context.none = wants('lifecycle') ? dataSet(program, data, 'none', say) : undefined;
  const before = machine();
  context.fullData = workingCopy(made.folder, `${work}/full`);
  context.matters = await clients.numbers(context.fullData);
  context.pathsFile = clients.file('matters', context.matters.map(number => `/desk/matters/${number}`));
  context.values = clients.file('applicants', applicants(20000));
  context.stories = { submit: clients.file('submit', submitStory), lifecycle: clients.file('lifecycle', lifecycleStory) };
  const results = {
    date: new Date().toISOString().slice(0, 10), command: ['node bench/run.mjs', ...words].join(' '), options, machine: before, spikeRates, spikeScale,
    levelSeconds, matters: context.matters.length, made, size: fs.statSync(program).size, commit: spawnSync('git', ['rev-parse', '--short=12', 'HEAD'],
      { cwd: root, encoding: 'utf8' }).stdout.trim(), rounds: [],
  };
  // Filing comes in rounds of its own, last: it leaves thousands of steps open, and the desk is measured as the county has it.
  for (const parts of [{ portal, staff, lifecycle, spike }, { submit }]) {
    const wanted = Object.fromEntries(Object.entries(parts).filter(([name]) => wants(name)));
    for (let round = 1; round <= options.rounds && Object.keys(wanted).length > 0; ++round) {
      const kept = results.rounds[round - 1] ??= {};
      await measureRound(round, context, wanted, (name, value) => { kept[name] ??= value; });
      fs.writeFileSync(`${root}/build/bench/results.json`, JSON.stringify(results, null, 1));
    }
  }
  const rows = rowsOf(results);
  say(`\n${table(rows)}`);
  const place = `${root}/docs/benchmarks.md`;
  const written = fs.existsSync(place) ? fs.readFileSync(place, 'utf8') : '';
  const smaller = written.slice(written.indexOf(smallerTitle) >= 0 ? written.indexOf(smallerTitle) : written.length);
  fs.writeFileSync(complete ? place : `${root}/build/bench/benchmarks.md`, describe(results, rows) + (smaller ? `\n${smaller}` : ''));
  say(`\nwritten: ${complete ? 'docs/benchmarks.md' : 'build/bench/benchmarks.md'}, build/bench/results.json`);
  fs.rmSync(work, { recursive: true, force: true });
}

main().catch(error => { console.error(error.stack ?? error.message); process.exitCode = 1; });
