// Chromium with its own zoom, as a visitor sets it for every page: WebDriver and
// DevTools know none, a profile does.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';

/** Starts another Chromium with the settings of that one, in which every page is as many times as large. */
export async function launchZoomed(plain, times) {
  const folder = mkdtempSync(join(tmpdir(), 'charte-zoom-'));
  mkdirSync(join(folder, 'Default'));
  // The level is a power of 1.2, for the sites of a partition, of which x is the usual one.
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
