// Starts a whole office for the browser: a fresh demonstration county in a temporary folder, served on a free port,
// and Debian's Chromium. Nothing here knows a page; pages.mjs does.
import { chromium } from 'playwright-core';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { lookClosely } from './checks.mjs';
import { courseLogins } from './courses.mjs';
import { publishingLogins } from './publishing.mjs';
import { isStaff, members, patternOf, roleOfLine } from './pages.mjs';

export const root = path.resolve(import.meta.dirname, '..', '..');

export function findChromium() {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH;
  for (const folder of (process.env.PATH || '').split(path.delimiter))
    for (const name of ['chromium', 'chromium-browser', 'google-chrome'])
      if (fs.existsSync(path.join(folder, name))) return path.join(folder, name);
  return null;
}

export function openBrowser(executablePath) {
  const args = ['--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update',
                '--disable-sync', '--disable-dev-shm-usage'];
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  return chromium.launch({ executablePath, args });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => resolve(port)); });
  });
}

// {url, links: [{role, who, url}], stop()}. SUNROOM_URL tests an office that runs already.
export async function openOffice() {
  if (process.env.SUNROOM_URL) return { url: process.env.SUNROOM_URL.replace(/\/$/, ''), links: [], stop() {} };
  const program = process.env.SUNROOM_PROGRAM || path.join(root, 'build/debug/sunroom');
  if (!fs.existsSync(program)) throw new Error(`${program} is not built: ./dev build debug`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sunroom-e2e-'));
  const data = path.join(folder, 'data');
  // SUNROOM_DATA: a county made before is copied, which saves making one while working on the tests.
  const made = process.env.SUNROOM_DATA ? spawnSync('cp', ['-r', process.env.SUNROOM_DATA, data], { encoding: 'utf8' }) : spawnSync(program, ['demo', '--size', 'S', '--data', data], { encoding: 'utf8', timeout: 300000 });
  if (made.status !== 0) throw new Error(`sunroom demo ended with ${made.status}:\n${made.stdout}${made.stderr}`);
  const address = `127.0.0.1:${await freePort()}`;
  const logins = [...new Set([...members, ...courseLogins, ...publishingLogins])];
  const child = spawn(program, ['serve', '--data', data, '--listen', address, '--link', logins.join(',')], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  child.stdout.on('data', piece => { printed += piece; });
  child.stderr.on('data', piece => { printed += piece; });
  const stop = () => {
    child.kill('SIGTERM');
    fs.rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://${address}`;
  for (let waited = 0; ; waited += 100) {
    if (child.exitCode !== null || waited > 30000) { stop(); throw new Error(`sunroom serve did not answer:\n${printed}`); }
    // The links are printed after the address, and those asked for come last.
    const linked = logins.every(login => new RegExp(`^${login} .*/enter`, 'm').test(printed));
    if (linked && await fetch(`${url}/healthz`).then(r => r.ok, () => false)) break;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  const links = printed.split('\n').map(linkOf).filter(Boolean);
  return { url, links, stop, printed: () => printed, pid: child.pid };
}

function linkOf(line) {
  const found = line.match(/https?:\/\/\S+\/enter\S*/);
  return found && { role: roleOfLine(line), who: line.replace(found[0], '').trim(), url: found[0] };
}

// A person's browser: script off, as citizens' pages must work. Every answer is looked at for its policy header.
export class Visitors {
  constructor(browser, office, trouble) {
    Object.assign(this, { browser, office, trouble, contexts: new Map(), looked: new Set() });
  }

  async page(role, { width = 1366, height = 768, script = false } = {}) {
    const key = `${role} ${width} ${script}`;
    if (!this.contexts.has(key)) {
      const context = await this.browser.newContext({ viewport: { width, height }, javaScriptEnabled: script, locale: 'zh-CN',
                                                      baseURL: this.office.url });
      const page = await context.newPage();
      page.setDefaultTimeout(30000);
      page.on('console', m => { if (m.type() === 'error' && /Content.Security/i.test(m.text())) this.trouble(page.url(), m.text()); });
      page.on('response', r => { if (r.status() >= 500) this.trouble(r.url(), `answered ${r.status()}`); });
      if (role !== 'nobody' && role !== 'stranger') await this.signIn(page, role);
      page.look = () => this.look(page);
      this.contexts.set(key, page);
    }
    return this.contexts.get(key);
  }

  // The page that is open, at all widths and by all rules; one of each pattern. Pages that only stand open while a
  // matter is under way (a decision, a delivery, a rating) are looked at by the journeys, the others by the crawl.
  async look(page) {
    const pattern = patternOf(new URL(page.url()).pathname);
    if (this.looked.has(pattern)) return;
    this.looked.add(pattern);
    await lookClosely(this.browser, await page.context().storageState(), page.url(), !isStaff(pattern), this.trouble);
  }

  // One-time links work once: the session of the first window of a role is kept and reused.
  async signIn(page, role) {
    const known = [...this.contexts].find(([key]) => key.startsWith(`${role} `));
    if (known) return page.context().addCookies(await known[1].context().cookies());
    const link = this.office.links.find(l => l.role === role);
    if (!link) throw new Error(`serve printed no one-time link for ${role}; it printed:\n${this.office.printed?.() ?? ''}`);
    // A link is looked at without being used up (mail scanners follow links); its button signs in.
    await page.goto(link.url);
    await page.locator('main form button.pri').click();
    if (/\/(enter|sign-in)\b/.test(page.url())) throw new Error(`the one-time link of ${role} signs nobody in: ${page.url()}`);
  }

  roles() { return [...new Set(this.office.links.map(l => l.role))]; }
  async close() { for (const page of this.contexts.values()) await page.context().close(); }
}
