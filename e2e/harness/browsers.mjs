// The browsers, from Debian's packages, all names resolved to this machine.
import puppeteer from 'puppeteer-core';

const isRoot = process.getuid?.() === 0;

const options = {
  chromium: ({ pin }) => ({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
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
  firefox: ({ javascript = true }) => ({
    browser: 'firefox',
    executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    headless: true,
    acceptInsecureCerts: true,
    extraPrefsFirefox: {
      'network.dns.forceResolve': '127.0.0.1', 'network.proxy.type': 0, 'intl.accept_languages': 'fr, en',
      'network.captive-portal-service.enabled': false, 'network.connectivity-service.enabled': false,
      'browser.safebrowsing.update.enabled': false, 'services.settings.server': 'data:,',
      'javascript.enabled': javascript, 'ui.prefersReducedMotion': 1,
    },
  }),
};

/** Every engine that the journeys run in; ENGINES=chromium for one alone. */
export const engines = process.env.ENGINES?.split(',') ?? Object.keys(options);

/** Starts a browser; pin is the certificate's. Without javascript no page can run any. */
export const launch = (engine, settings) => puppeteer.launch(options[engine](settings));
