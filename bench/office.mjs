// What is measured and what it is measured against: the program over a demonstration county, nginx over files of the same bytes,
// and the load client. Every process is started here, on 127.0.0.1, with an end in time.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
export const pause = ms => new Promise(done => setTimeout(done, ms));

// Headers of a browser; the same for both sides.
export const browserHeaders = encoding => [
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
  'Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8',
  'Accept-Language: zh-CN,zh;q=0.9',
  `Accept-Encoding: ${encoding}`,
];

export function freePort() {
  return new Promise((done, failed) => {
    const server = net.createServer().on('error', failed);
    server.listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => done(port)); });
  });
}

// One request, without keep-alive. headers: an object, or lines.
export function call(port, method, target, headers = {}, body = '') {
  if (Array.isArray(headers)) headers = Object.fromEntries(headers.map(line => line.split(/: (.*)/s).slice(0, 2)));
  return new Promise((done, failed) => {
    const request = http.request({ host: '127.0.0.1', port, method, path: target, headers, agent: false, timeout: 60000 }, answer => {
      const parts = [];
      answer.on('data', part => parts.push(part));
      answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
      answer.on('error', failed);
    });
    request.on('timeout', () => request.destroy(new Error(`${method} ${target}: no answer in 60 s`)));
    request.on('error', failed);
    request.end(body);
  });
}

function run(command, args, seconds) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '', err = '';
    const end = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
    child.stdout.on('data', part => { out += part; });
    child.stderr.on('data', part => { err = (err + part).slice(-4000); });
    child.on('error', failed);
    child.on('close', (code, signal) => {
      clearTimeout(end);
      if (code === 0) done(out);
      else failed(new Error(`${path.basename(command)} ${args.join(' ')} ended with ${code ?? signal}: ${err}`));
    });
  });
}

// --- processes as the kernel counts them ------------------------------------------------------------------------
function family(pid) {
  let children = '';
  try { children = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'); } catch { /* gone */ }
  return [pid, ...children.split(' ').filter(Boolean).map(Number)];
}

// Processor seconds of a process and its children, user and system.
export function cpuSeconds(pid) {
  let ticks = 0;
  for (const one of family(pid)) {
    const fields = fs.readFileSync(`/proc/${one}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks / 100;
}

// Resident memory in MiB: all of it, the program's own, pages of files.
export function memory(pid) {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = name => Number(status.match(new RegExp(`^${name}:\\s+(\\d+)`, 'm'))?.[1] ?? 0) / 1024;
  return { all: field('VmRSS'), own: field('RssAnon'), files: field('RssFile') };
}

// --- the program ------------------------------------------------------------------------------------------------
export class Office {
  // Starts `program serve` and waits for the first 200 of /healthz; startMs counts from before the process is made.
  static async open({ program, data, log, accessLog }) {
    const port = await freePort();
    const office = new Office();
    office.port = port;
    office.data = data;
    const out = fs.openSync(log, 'w');
    const began = performance.now();
    office.child = spawn(program, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`, '--lang', 'en'], {
      stdio: ['ignore', out, out], env: { ...process.env, SUNROOM_SITE_ACCESS_LOG: accessLog ? 'true' : 'false' },
    });
    fs.closeSync(out);
    office.ended = new Promise(done => office.child.on('exit', done));
    office.log = log;
    while (true) {
      try { if ((await call(port, 'GET', '/healthz')).status === 200) break; } catch { /* not yet */ }
      const waited = performance.now() - began;
      if (office.child.exitCode !== null || waited > 120000) {
        office.child.kill('SIGKILL');
        throw new Error(`serve over ${data} did not answer:\n${fs.readFileSync(log, 'utf8').slice(0, 2000)}`);
      }
      await pause(1);
    }
    office.startMs = performance.now() - began;
    office.sessions = {};
    return office;
  }

  get pid() { return this.child.pid; }
  link(role) {
    const words = { citizen: /^citizen /, window: /^window clerk/, handler: /^department handler/, head: /^department head/, supervisor: /^supervisor/ };
    const line = fs.readFileSync(this.log, 'utf8').split('\n').find(one => words[role].test(one));
    return line?.match(/\/enter\/[\w-]+/)?.[0];
  }

  // The one-time link of a role, redeemed as a browser does it: {cookie, token}; undefined when there is no such link.
  async enter(role) {
    if (this.sessions[role]) return this.sessions[role];
    for (let tries = 0; !this.link(role) && tries < 50; ++tries) await pause(20);   // printed just after the first answer
    const link = this.link(role);
    if (!link) return undefined;
    const page = await call(this.port, 'GET', link);
    const browser = (page.headers['set-cookie'] ?? []).map(one => one.split(';')[0]).join('; ');
    const token = page.body.toString().match(/name="form_token"[^>]*value="([^"]+)"/)?.[1];
    const answer = await call(this.port, 'POST', link, { Cookie: browser, 'Content-Type': 'application/x-www-form-urlencoded' },
      `form_token=${encodeURIComponent(token ?? '')}`);
    const session = (answer.headers['set-cookie'] ?? []).map(one => one.match(/^s=([^;]+)/)?.[1]).find(Boolean);
    if (!session) throw new Error(`the link of ${role} was answered ${answer.status}: ${answer.body.toString().slice(0, 400)}`);
    this.sessions[role] = { token: session, cookie: `s=${session}; ${browser}` };
    return this.sessions[role];
  }

  async stop() {
    if (this.child.exitCode !== null) return;
    this.child.kill('SIGTERM');
    const gone = await Promise.race([this.ended.then(() => true), pause(20000).then(() => false)]);
    if (!gone) this.child.kill('SIGKILL');
  }
}

// --- nginx ------------------------------------------------------------------------------------------------------
// As many workers as cores, sendfile, open files remembered, no log; `files`: name → {plain, gzip} buffers.
export class Nginx {
  static async open(folder, files) {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(`${folder}/html`, { recursive: true });
    for (const [name, bytes] of Object.entries(files)) {
      fs.writeFileSync(`${folder}/html/${name}`, bytes.plain);
      fs.writeFileSync(`${folder}/html/${name}.gz`, bytes.gzip);
    }
    const port = await freePort();
    const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(one => `${one}_temp_path ${folder}/${one};`).join('\n  ');
    fs.writeFileSync(`${folder}/nginx.conf`, `${process.getuid() === 0 ? 'user root;\n' : ''}daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
worker_processes auto;
worker_rlimit_nofile 16384;
events { worker_connections 8192; }
http {
  ${temp}
  types { }
  default_type "text/html; charset=utf-8";
  access_log off;
  sendfile on;
  open_file_cache max=1000 inactive=600s;
  open_file_cache_valid 600s;
  gzip_static on;
  keepalive_timeout 75s;
  keepalive_requests 100000000;
  server { listen 127.0.0.1:${port} backlog=4096; root ${folder}/html; }
}
`);
    const nginx = new Nginx();
    nginx.port = port;
    nginx.child = spawn('/usr/sbin/nginx', ['-e', `${folder}/error.log`, '-p', folder, '-c', `${folder}/nginx.conf`], { stdio: 'ignore' });
    nginx.ended = new Promise(done => nginx.child.on('exit', done));
    for (let tries = 0; ; ++tries) {
      try { if ((await call(port, 'GET', `/${Object.keys(files)[0]}`)).status === 200) return nginx; } catch { /* not yet */ }
      if (tries > 200 || nginx.child.exitCode !== null) {
        nginx.child.kill('SIGTERM');
        throw new Error(`nginx did not start: ${fs.readFileSync(`${folder}/error.log`, 'utf8').slice(-1000)}`);
      }
      await pause(20);
    }
  }
  get pid() { return this.child.pid; }
  async stop() { this.child.kill('SIGTERM'); await Promise.race([this.ended, pause(5000)]); }
}

// --- clients ----------------------------------------------------------------------------------------------------
export class Clients {
  constructor(build, folder, { seconds, warmup }) {
    Object.assign(this, { build, folder, seconds, warmup, made: 0 });
    fs.mkdirSync(folder, { recursive: true });
  }
  file(name, lines) {
    const file = `${this.folder}/${name}-${++this.made}`;
    fs.writeFileSync(file, Array.isArray(lines) ? `${lines.join('\n')}\n` : lines);
    return file;
  }

  // Measures one side and adds the processor time it used per answer.
  async measure(server, mode, connections, options, seconds = this.seconds) {
    const warmup = options.rates ? 0 : this.warmup;
    const args = [mode, '--port', server.port, '--connections', connections, '--seconds', seconds, '--warmup', warmup];
    for (const [name, value] of Object.entries(options)) args.push(`--${name}`, value);
    const before = cpuSeconds(server.pid);
    const measured = JSON.parse(await run(`${this.build}/bench_load`, args.map(String), seconds + warmup + 90));
    const used = (cpuSeconds(server.pid) - before) * seconds / (seconds + warmup);
    measured.cpu_us = measured.answers > 0 ? used * 1e6 / measured.answers : 0;
    for (const file of ['paths', 'headers']) if (options[file]) fs.rmSync(options[file], { force: true });
    return measured;
  }
  pages(server, connections, targets, headers) {
    const paths = typeof targets === 'string' && targets.startsWith(this.folder) ? `${this.copy(targets)}` : this.file('paths', [targets].flat());
    return this.measure(server, 'pages', connections, { paths, headers: this.file('headers', headers), seed: this.made });
  }
  copy(file) { const to = `${this.folder}/paths-${++this.made}`; fs.linkSync(file, to); return to; }
  stories(server, connections, { story, values, headers, rates, levelSeconds }) {
    const options = { story, values, headers: this.file('headers', headers), seed: Date.now() % 1e9 };
    if (!rates) return this.measure(server, 'stories', connections, options);
    const seconds = Math.max(1, rates.length * levelSeconds);
    return this.measure(server, 'stories', connections, { ...options, rates: rates.join(','), 'level-seconds': levelSeconds }, seconds);
  }
  async rawSync(folder, seconds) { return JSON.parse(await run(`${this.build}/bench_raw_sync`, [folder, String(seconds)], seconds * 2 + 60)); }
  async numbers(data) { return (await run(`${this.build}/bench_numbers`, [data], 300)).split('\n').filter(Boolean); }
}

// --- data -------------------------------------------------------------------------------------------------------
// A demonstration county of this size, made once and kept: {folder, seconds, bytes}.
export function dataSet(program, folder, size, say) {
  const data = `${folder}/${size}`, told = `${folder}/${size}.json`;
  if (!fs.existsSync(told)) {
    fs.rmSync(data, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    say(`making the county of size ${size} in ${path.relative(root, data)} (once; ${size === 'L' ? 'takes a long while' : 'a moment'})`);
    const began = performance.now();
    const made = spawnSync(program, ['demo', '--size', size, '--data', data, '--json', '--lang', 'en'], { encoding: 'utf8', timeout: 3 * 3600 * 1000 });
    if (!fs.existsSync(`${data}/sunroom.db`) || made.signal || made.status === 2) {
      throw new Error(`sunroom demo --size ${size} ended with ${made.status ?? made.signal}: ${made.stderr?.slice(-1000)}`);
    }
    const seconds = (performance.now() - began) / 1000;
    const counts = JSON.parse(made.stdout || '{}');
    fs.writeFileSync(told, JSON.stringify({ seconds, bytes: bytesOf(data), ...counts }));
  }
  return { folder: data, ...JSON.parse(fs.readFileSync(told, 'utf8')) };
}

function bytesOf(folder) {
  return Number(spawnSync('du', ['-sb', folder], { encoding: 'utf8' }).stdout.split('\t')[0]);
}

// A copy that the measurements may write to, settled on the disk.
export function workingCopy(from, to) {
  fs.rmSync(to, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(to), { recursive: true });
  const made = spawnSync('cp', ['-a', '--reflink=auto', from, to], { encoding: 'utf8', timeout: 1800000 });
  if (made.status !== 0) throw new Error(`cp ${from} ${to}: ${made.stderr}`);
  spawnSync('sync', ['-f', to], { timeout: 600000 });
  return to;
}
