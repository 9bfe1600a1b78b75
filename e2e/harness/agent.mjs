// @duckduckgo/autoconsent in a page and its frames, set up as in its guide for puppeteer:
// an agent that answers banners for a visitor.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eventually } from './acts.mjs';

const place = (name) => fileURLToPath(import.meta.resolve(name));
const script = readFileSync(new URL('autoconsent.playwright.js', `file://${place('@duckduckgo/autoconsent')}`), 'utf8');
const shipped = JSON.parse(readFileSync(place('@duckduckgo/autoconsent/rules/rules.json'), 'utf8')).autoconsent;

/**
 * Adds the agent to every document of the page. does is optOut or optIn, boldness limits what its heuristics may press,
 * and rules are added to its own.
 */
export async function sendAgent(page, { does = 'optOut', boldness = 'tier2', rules = [] } = {}) {
  const config = {
    enabled: true, autoAction: does, disabledCmps: [], enablePrehide: true, enableCosmeticRules: true, enableGeneratedRules: true,
    detectRetries: 1, // its heuristics run in every second attempt
    isMainWorld: false, prehideTimeout: 2000, enableHeuristicDetection: true, heuristicMode: boldness, logs: {},
  };
  const messages = [];
  await page.exposeFunction('agentSays', (message) => { messages.push(message); });
  await page.exposeFunction('agentRuns', (code) => page.evaluate(code));
  await page.evaluateOnNewDocument(`(() => {
    if (!location.href.startsWith('https:')) return;
    window.autoconsentSendMessage = async (message) => {
      agentSays({ type: message.type, cmp: message.cmp, top: window === top, url: location.href, lifecycle: message.state?.lifecycle });
      const answer = (reply) => window.autoconsentReceiveMessage(reply);
      if (message.type === 'init') setTimeout(() => answer(${JSON.stringify({ type: 'initResp', config, rules: { autoconsent: [...rules, ...shipped] } })}));
      if (message.type === 'eval') answer({ type: 'evalResp', id: message.id, result: await agentRuns(message.code) });
    };
    ${script}
  })()`);
  return {
    /** Resolves when the agent reports that point for the document at that address, at the top or in a frame. */
    reaches: (point, address, top = true) => eventually(`${point} at ${address}`, () =>
      messages.some((m) => m.top === top && m.url.startsWith(address) && m.lifecycle === point)),
    /** Returns the banners that the agent has found. */
    found: () => messages.filter(({ type }) => type === 'popupFound').map(({ cmp }) => cmp),
  };
}
