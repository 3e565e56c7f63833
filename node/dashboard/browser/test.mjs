// Goes through the dashboard as a person does, in a real browser, and looks with kubectl at what became of it.
//   node test.mjs ADDRESS KUBECTL [SCREENSHOT-DIRECTORY]
// ADDRESS: what 'coracle dashboard --url' prints. The cluster runs the Deployment web in the namespace default, whose log says
// "serving", and metrics-server.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [address, program, pictures] = process.argv.slice(2);
const { origin } = new URL(address);
const patience = 240_000; // of a node without hardware acceleration on two busy cores
const kubectl = (...args) => execFileSync(program, args, { encoding: 'utf8' }).trim();
const pods = () => kubectl('get', 'pods', '-l', 'app=web', '-o', 'jsonpath={range .items[*]}{.metadata.name} {end}').split(' ');

/** Whatever the browser complains of, or asks of another host. */
const complaints = [];

async function eventually(what, holds) {
  for (const end = Date.now() + patience; Date.now() < end; await new Promise(go => setTimeout(go, 500))) {
    if (await holds()) return;
  }
  assert.fail(`never came true: ${what}`);
}

async function step(what, work) {
  const begin = Date.now();
  try {
    await work();
  } catch (failure) {
    if (pictures) await page.screenshot({ path: join(pictures, 'failed.png') });
    throw new Error(`${what}: ${failure.message}\n${complaints.join('\n')}`, { cause: failure });
  }
  if (pictures) await page.screenshot({ path: join(pictures, what.replaceAll(' ', '-') + '.png') });
  console.log(`${what}: ${((Date.now() - begin) / 1000).toFixed(1)} s`);
}

async function newPage(locale, cookies = []) {
  const context = await browser.newContext({ locale, viewport: { width: 1400, height: 900 } });
  await context.addCookies(cookies);
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  page.on('pageerror', error => complaints.push(`error: ${error.stack}`));
  page.on('console', message => {
    // Of which it complains also when it has closed one itself that had not yet connected; what ails the others is told below.
    if (message.text() === 'WebSocket error: Event') return;
    if (message.type() === 'error') complaints.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('request', request => {
    if (!request.url().startsWith(origin + '/') && !/^(data|blob):/.test(request.url())) complaints.push(`foreign: ${request.url()}`);
  });
  page.on('websocket', socket => {
    if (!socket.url().startsWith(origin.replace('http', 'ws') + '/')) complaints.push(`foreign: ${socket.url()}`);
    socket.on('socketerror', error => {
      if (!error.includes('closed before the connection is established')) complaints.push(`${socket.url()}: ${error}`);
    });
  });
  return page;
}

/** What a terminal shows. */
const terminal = () => page.locator('.xterm-rows').last().innerText();
/** Closes what opens beside or above a page and stays there. */
const shut = name => page.getByRole('complementary', { name }).getByRole('button', { name: 'Close', exact: true }).click();
const button = name => page.getByRole('button', { name, exact: true });

/** As a link of the page does. */
const open = path =>
  page.evaluate(to => {
    history.pushState({}, '', to);
    dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  }, path);

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium-headless-shell', args: ['--no-sandbox'] });
let page = await newPage('en-US');
let cluster;

try {
  await step('nothing is there without a ticket', async () => {
    for (const path of ['/', '/config', '/clusters/coracle/api/v1/namespaces']) assert.equal((await fetch(origin + path)).status, 401);
    assert.equal((await fetch(origin + '/login?ticket=guess')).status, 403);
  });
  await step('the ticket opens the overview', async () => {
    await page.goto(address);
    await page.waitForURL(/\/c\/[^/]+\/$/);
    cluster = new URL(page.url()).pathname.split('/')[2];
    await page.getByText(`Coracle · ${cluster}`).waitFor();
    assert.equal((await fetch(address, { redirect: 'manual' })).status, 403, 'the ticket was good twice');
  });
  await step('metrics', async () => {
    await page.getByText(/^\d+\.\d\d \/ \d+ units$/).waitFor();
    await page.getByText(/^(\d*[1-9]\d*\.\d\d|0\.(0[1-9]|[1-9]\d)) \/ \d+\.\d\d GB$/).waitFor();
  });
  await step('node', async () => {
    await open(`/c/${cluster}/nodes`);
    await page.getByRole('link', { name: 'coracle', exact: true }).first().click();
    await page.getByText(kubectl('get', 'nodes', '-o', 'jsonpath={.items[0].status.nodeInfo.kubeletVersion}')).first().waitFor();
    await shut('Node coracle');
  });
  await step('list', async () => {
    await open(`/c/${cluster}/pods`);
    await page.getByText(pods()[0]).first().waitFor();
  });
  await step('live watch', async () => {
    kubectl('scale', 'deployment/web', '--replicas=2');
    await eventually('there is a second pod', () => pods().filter(name => name).length === 2);
    for (const pod of pods().filter(name => name)) await page.getByText(pod).first().waitFor();
    // There is no log of a container that has not begun.
    kubectl('rollout', 'status', 'deployment/web', `--timeout=${patience / 1000}s`);
  });
  await step('namespace switch', async () => {
    await page.locator('#namespaces-filter').click();
    await page.getByRole('option', { name: 'kube-system' }).click();
    await page.keyboard.press('Escape');
    await page.getByText(/metrics-server-/).first().waitFor();
    await page.getByText(/^web-/).first().waitFor({ state: 'detached' });
  });
  await step('log', async () => {
    await open(`/c/${cluster}/pods/default/${pods()[0]}`);
    await button('Show Logs').click();
    await eventually('the log is shown', async () => (await terminal()).includes('serving'));
    await shut('Logs: ');
  });
  await step('exec', async () => {
    await open(`/c/${cluster}/pods/default/${pods()[0]}`);
    await button('Terminal / Exec').click();
    await eventually('there is a prompt', async () => /[#$]/.test(await terminal()));
    await page.locator('.xterm-helper-textarea').last().focus();
    await page.keyboard.type('echo hi-$((6*7))\n');
    await eventually('the command answers', async () => (await terminal()).includes('hi-42'));
    await shut('web-');
  });
  await step('edit and save', async () => {
    await open(`/c/${cluster}/deployments/default/web`);
    await button('Edit').click();
    await page.locator('.monaco-editor .view-lines').first().click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Control+F');
    await page.locator('.find-widget textarea').first().fill('replicas: 2');
    await page.getByText(/^1 of \d/).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.type('replicas: 1');
    await button('Save & Apply').click();
    await eventually('the Deployment is changed', () => kubectl('get', 'deployment/web', '-o', 'jsonpath={.spec.replicas}') === '1');
  });
  await step('create', async () => {
    await open(`/c/${cluster}/configmaps`);
    // The page that shows the list is another than the one that waits for it: a dialog opened before is gone.
    await page.getByText('kube-root-ca.crt').first().waitFor();
    await button('Create').first().click();
    // The large editor indents, and closes brackets, by itself.
    await page.getByLabel('Use minimal editor').check();
    await page.getByRole('tabpanel').locator('textarea').first().fill('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  namespace: default\n  name: made-here\n');
    await button('Apply').click();
    await eventually('the object is there', () => kubectl('get', 'configmaps', '-o', 'name').includes('made-here'));
  });
  await step('delete', async () => {
    await open(`/c/${cluster}/configmaps/default/made-here`);
    await button('Delete').first().click();
    await page.getByLabel('confirm-button').click();
    await eventually('the object is gone', () => !kubectl('get', 'configmaps', '-o', 'name').includes('made-here'));
  });
  await step('German', async () => {
    page = await newPage('de-DE', await page.context().cookies());
    await page.goto(`${origin}/c/${cluster}/pods`);
    await page.getByText('Speicher', { exact: true }).first().waitFor();
    await page.getByText('Neustarts').first().waitFor();
  });
  assert.deepEqual(complaints, []);
  console.log('no complaint of the browser, no request to another host');
} finally {
  await browser.close();
}
