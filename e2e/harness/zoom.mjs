// Chromium with its own zoom or text size for all pages, as visitors set them. WebDriver
// and DevTools cannot set them; a profile can.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { startTimeout } from './browsers.mjs';

/** Starts another Chromium with the settings of the first, with all pages scaled by times. */
// The level is the exponent of 1.2, per storage partition; x is the default one.
export const launchZoomed = (plain, times) => launchWith(plain, { partition: { default_zoom_level: { x: Math.log(times) / Math.log(1.2) } } });

/** Starts another Chromium with the settings of the first and that default text size, in pixels. */
export const launchWithText = (plain, size) => launchWith(plain, { webkit: { webprefs: { default_font_size: size } } });

async function launchWith(plain, preferences) {
  const folder = mkdtempSync(join(tmpdir(), 'charte-zoom-'));
  mkdirSync(join(folder, 'Default'));
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
  const { spawnfile, spawnargs } = plain.process();
  const browser = await puppeteer.launch({
    executablePath: spawnfile, userDataDir: folder, headless: true, timeout: startTimeout,
    args: spawnargs.slice(1).filter((arg) => arg.startsWith('--') && !/^--(user-data-dir|remote-debugging)/.test(arg)),
  });
  const close = browser.close.bind(browser);
  browser.close = async () => {
    await close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 9 });
  };
  return browser;
}
