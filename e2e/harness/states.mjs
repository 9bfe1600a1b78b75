// Every page that a visitor can reach. The order matters: each state starts where the one
// before it ended.
import { click, control, open } from './acts.mjs';

/** Sends a form with one field changed, as browsers cannot. */
async function sendWrong(page, name, value) {
  await page.$eval('form', (form, name, value) => {
    form.querySelector(`[name="${name}"]`).value = value;
  }, name, value);
  return click(page, page, 'button');
}

const at = (path) => (page, world, code) => open(page, `${world.service}/${code}/${path}`);

/** name -> [status, how to get there]. */
export const states = {
  'the charter, nothing chosen': [200, at('')],
  'the banner': [200, at('choice')],
  'the accessibility statement': [200, at('accessibility')],
  'a receipt, there being none': [200, at('receipt')],
  'a page that does not exist': [404, at('nothing')],
  'the charter after a wrong form': [400, async (page, world, code) => {
    await at('')(page, world, code);
    return sendWrong(page, 'surface', 'wall');
  }],
  'the banner after a wrong form': [400, async (page, world, code) => {
    await at('choice')(page, world, code);
    return sendWrong(page, 'surface', 'wall');
  }],
  'the charter that has changed meanwhile': [409, async (page, world, code) => {
    await at('')(page, world, code);
    await page.$eval('[name="text"]', (field) => { field.value = '0'.repeat(64); });
    return click(page, page, control('accept'));
  }],
  'the confirmation of a choice': [200, async (page, world, code) => {
    await at('')(page, world, code);
    return click(page, page, control('accept'));
  }],
  'the receipt': [200, at('receipt')],
  'the charter, all accepted': [200, at('')],
  'the frame, all accepted': [200, at('choice')],
  'the handle': [200, at('choice?kit')],
  'the confirmation of a withdrawal': [200, async (page, world, code) => {
    await at('')(page, world, code);
    return click(page, page, control('refuse'));
  }],
};
