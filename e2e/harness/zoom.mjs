// Chromium with its own zoom for all pages, as visitors set it. WebDriver and DevTools
// cannot set it; a profile can.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';

/** Starts another Chromium with the settings of the first, with all pages scaled by times. */
export async function launchZoomed(plain, times) {
  const folder = mkdtempSync(join(tmpdir(), 'charte-zoom-'));
  mkdirSync(join(folder, 'Default'));
  // The level is the exponent of 1.2, per storage partition; x is the default one.
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify({ partition: { default_zoom_level: { x: Math.log(times) / Math.log(1.2) } } }));
  const { spawnfile, spawnargs } = plain.process();
  const browser = await puppeteer.launch({
    executablePath: spawnfile, userDataDir: folder, headless: true,
    args: spawnargs.slice(1).filter((arg) => arg.startsWith('--') && !/^--(user-data-dir|remote-debugging)/.test(arg)),
  });
  const close = browser.close.bind(browser);
  browser.close = async () => {
    await close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 9 });
  };
  return browser;
}
