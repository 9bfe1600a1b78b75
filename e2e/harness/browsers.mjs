// The browsers, from Debian's packages, all names resolved to this machine.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { launchWebkit } from './webkit.mjs';

const isRoot = process.getuid?.() === 0;

const options = {
  chromium: ({ pin, thirdParty }) => ({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    ...(thirdParty && { userDataDir: profileWith(thirdParty) }),
    args: [
      '--headless=new', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--no-proxy-server', '--accept-lang=fr',
      '--force-prefers-reduced-motion', // a button that is still scrolling is missed
      '--host-resolver-rules=MAP * 127.0.0.1',
      // And not --ignore-certificate-errors, with which Chromium caches nothing.
      `--ignore-certificate-errors-spki-list=${pin}`,
      ...(isRoot ? ['--no-sandbox'] : []),
    ],
  }),
  firefox: ({ javascript = true, thirdParty }) => ({
    browser: 'firefox',
    executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    headless: true,
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

/** Those and WebKit, for what is tried in all three. */
export const allEngines = chosen([...Object.keys(options), 'webkit']);

function chosen(names) {
  const wanted = process.env.ENGINES?.split(',');
  return names.filter((name) => !wanted || wanted.includes(name));
}

// Chromium takes the rule on third-party cookies from a profile only.
function profileWith(thirdParty) {
  const profile = mkdtempSync(join(tmpdir(), 'charte-profile-'));
  process.on('exit', () => rmSync(profile, { recursive: true, force: true, maxRetries: 9 }));
  mkdirSync(join(profile, 'Default'), { recursive: true });
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify({ profile: { cookie_controls_mode: thirdParty === 'allowed' ? 0 : 1 } }));
  return profile;
}

/**
 * Starts a browser; pin is the certificate's. Without javascript no page can run any. thirdParty is allowed or blocked, what
 * becomes of other sites' cookies: by itself the engine's default.
 */
export const launch = (engine, settings) => (engine === 'webkit' ? launchWebkit(settings) : puppeteer.launch(options[engine](settings)));
