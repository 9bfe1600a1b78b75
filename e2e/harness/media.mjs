// The modes in which pages are tested. The text modes need CSP to be bypassed.

/** A visitor's system preferences, as media features. */
export const modes = {
  light: { 'prefers-color-scheme': 'light' },
  dark: { 'prefers-color-scheme': 'dark' },
  'more contrast': { 'prefers-contrast': 'more' },
  'forced colours': { 'forced-colors': 'active' },
};

const sessions = new WeakMap();

/** Puts a page into a mode (Chromium). */
export async function setMode(page, mode) {
  if (!sessions.has(page)) sessions.set(page, await page.createCDPSession());
  const session = sessions.get(page);
  const features = Object.entries({ 'prefers-reduced-motion': 'reduce', ...modes[mode] }).map(([name, value]) => ({ name, value }));
  await session.send('Emulation.setEmulatedMedia', { features });
}

/** Text settings of a reader that must not hide anything. */
export const texts = {
  'text as it is': '',
  'text spacing': `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`, // WCAG 2.2, 1.4.12
  'text at 200 %': 'html { font-size: 200% !important }',
};

/** Applies a reader's text settings. */
export const setText = (page, text) => texts[text] && page.addStyleTag({ content: texts[text] });
