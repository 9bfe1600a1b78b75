// The browsers, from Debian's packages, all names resolved to this machine.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { launchWebkit } from './webkit.mjs';

// Milliseconds. On a machine with other work a browser may need longer than puppeteer's 30 s.
export const startTimeout = 120_000;

const isRoot = process.getuid?.() === 0;

const options = {
  chromium: ({ pin, thirdParty, resolve = 'MAP * 127.0.0.1' }) => ({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    timeout: startTimeout,
    ...(thirdParty && { userDataDir: profileWith(thirdParty) }),
    args: [
      '--headless=new', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--no-proxy-server', '--accept-lang=fr',
      '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess', // pages of the address bar, which use a core for a second, and a process in reserve
      '--force-prefers-reduced-motion', // clicks miss a button that is still scrolling
      `--host-resolver-rules=${resolve}`,
      // Not --ignore-certificate-errors, which disables Chromium's cache.
      `--ignore-certificate-errors-spki-list=${pin}`,
      ...(isRoot ? ['--no-sandbox'] : []),
    ],
  }),
  firefox: ({ javascript = true, thirdParty }) => ({
    browser: 'firefox',
    executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    headless: true,
    timeout: startTimeout,
    acceptInsecureCerts: true,
    extraPrefsFirefox: {
      'network.dns.forceResolve': '127.0.0.1', 'network.proxy.type': 0, 'intl.accept_languages': 'fr, en',
      'network.captive-portal-service.enabled': false, 'network.connectivity-service.enabled': false,
      'browser.safebrowsing.update.enabled': false, 'services.settings.server': 'data:,',
      'javascript.enabled': javascript, 'ui.prefersReducedMotion': 1,
      ...(thirdParty && { 'network.cookie.cookieBehavior': thirdParty === 'allowed' ? 0 : 1 }),
    },
  }),
};

/** The engines that puppeteer drives; ENGINES=chromium for one alone. */
export const engines = chosen(Object.keys(options));

/** These engines and WebKit. */
export const allEngines = chosen([...Object.keys(options), 'webkit']);

function chosen(names) {
  const wanted = process.env.ENGINES?.split(',');
  return names.filter((name) => !wanted || wanted.includes(name));
}

// Chromium reads the setting for third-party cookies only from a profile.
function profileWith(thirdParty) {
  const profile = mkdtempSync(join(tmpdir(), 'charte-profile-'));
  process.on('exit', () => rmSync(profile, { recursive: true, force: true, maxRetries: 9 }));
  mkdirSync(join(profile, 'Default'), { recursive: true });
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify({ profile: { cookie_controls_mode: thirdParty === 'allowed' ? 0 : 1 } }));
  return profile;
}

/**
 * Starts a browser that trusts the certificate with that pin. Without javascript, pages run no scripts. thirdParty is
 * "allowed" or "blocked" and sets third-party cookies; the default is the engine's. resolve holds Chromium's rules for host names.
 */
export const launch = (engine, settings) => (engine === 'webkit' ? launchWebkit(settings) : puppeteer.launch(options[engine](settings)));
