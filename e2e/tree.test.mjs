// The accessibility tree: roles, names and states, in both languages (A-05 to A-11).
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { click, control, open } from './harness/acts.mjs';
import { engines } from './harness/browsers.mjs';
import { setStage } from './harness/stage.mjs';

/** Returns the nodes of an accessibility tree in order, as "role: name" with checked states and descriptions. */
async function told(page, roles) {
  const session = await page.createCDPSession();
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const lines = [];
  const walk = (node) => {
    if (!node.ignored && roles.includes(node.role?.value)) {
      const state = node.properties?.find(({ name }) => name === 'checked')?.value.value;
      lines.push(`${node.role.value}: ${node.name?.value ?? ''}${state ? ` [${state}]` : ''}${node.description?.value ? ' (described)' : ''}`);
    }
    for (const id of node.childIds ?? []) walk(byId.get(id));
  };
  walk(nodes.find((node) => !node.parentId));
  return lines.map((line) => line.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' '));
}

// The expected nodes, in this order. The purposes are those of the demo charter.
const words = {
  fr: {
    banner: ['heading: Vos cookies, votre choix', 'link: Voir les 10 cookies', 'button: Tout refuser', 'button: Tout accepter', 'link: Choisir'],
    landmarks: ['banner: ', 'navigation: Langues', 'main: ', 'region: Vos choix', 'navigation: Sommaire', 'contentinfo: '],
    form: [
      'group: Seulement si vous êtes d’accord', 'checkbox: Mesurer la fréquentation [false] (described)',
      'checkbox: Suivre nos campagnes [false] (described)', 'checkbox: Regarder les vidéos [false] (described)',
      'button: Tout refuser', 'button: Tout accepter', 'button: Enregistrer mes choix',
    ],
    table: [
      'table: Faire fonctionner le portail', 'columnheader: Nom du cookie', 'columnheader: Prestataire', 'columnheader: Finalité',
      'columnheader: Durée de conservation', 'rowheader: sessionid', 'cell: Opendatasoft',
    ],
    handle: ['heading: Cookies', 'link: Cookies : refusés – Gérer mes cookies'],
    title: /^Choix enregistré – Charte cookies/,
  },
  en: {
    banner: ['heading: Your cookies, your choice', 'link: See the 10 cookies', 'button: Refuse all', 'button: Accept all', 'link: Choose'],
    landmarks: ['banner: ', 'navigation: Languages', 'main: ', 'region: Your choices', 'navigation: Contents', 'contentinfo: '],
    form: [
      'group: Only if you agree', 'checkbox: Measure visits [false] (described)',
      'checkbox: Measure our campaigns [false] (described)', 'checkbox: Watch videos [false] (described)',
      'button: Refuse all', 'button: Accept all', 'button: Save my choices',
    ],
    table: [
      'table: Make the portal work', 'columnheader: Cookie name', 'columnheader: Provider', 'columnheader: Purpose',
      'columnheader: Lifetime', 'rowheader: sessionid', 'cell: Opendatasoft',
    ],
    handle: ['heading: Cookies', 'link: Cookies: refused – Manage my cookies'],
    title: /^Choice saved – Cookie charter/,
  },
};

describe('the accessibility tree', () => {
  const stage = setStage('chromium');

  for (const [code, heard] of Object.entries(words)) {
    test(`the banner’s tree matches what is shown (${code})`, async () => { // A-07, A-11
      const page = await stage.reader();
      await open(page, `${stage.world.service}/${code}/choice`);
      assert.deepEqual(await told(page, ['heading', 'button', 'link']), heard.banner);
    });

    test(`the charter has its landmarks, and each box its name, its group and its description (${code})`, async () => { // A-05, A-07
      const page = await stage.reader();
      await open(page, `${stage.world.service}/${code}/`);
      const landmarks = await told(page, ['banner', 'navigation', 'main', 'region', 'contentinfo']);
      assert.deepEqual([...landmarks.slice(0, 5), landmarks.at(-1)], heard.landmarks);
      assert.deepEqual(await told(page, ['group', 'checkbox', 'button']), heard.form);
    });

    test(`a table shown as cards is still a table (${code})`, async () => { // A-06
      const page = await stage.reader({ viewport: { width: 320, height: 800 } });
      await open(page, `${stage.world.service}/${code}/`);
      assert.deepEqual((await told(page, ['table', 'columnheader', 'rowheader', 'cell'])).slice(0, 7), heard.table);
    });

    test(`a choice is confirmed in a status, in the title and by the handle (${code})`, async (t) => { // A-10
      const { page } = await stage.visitor(t);
      await open(page, `${stage.world.service}/${code}/`);
      await click(page, page, control('refuse'));
      assert.equal((await told(page, ['status'])).length, 1);
      assert.match(await page.title(), heard.title);
      await open(page, `${stage.world.service}/${code}/choice?kit`);
      assert.deepEqual(await told(page, ['heading', 'link', 'button']), heard.handle);
    });
  }
});

describe('the accessibility tree of each engine', () => {
  for (const engine of engines) {
    const stage = setStage(engine);

    test(`cards are a table, and a notice has the focus (${engine})`, async (t) => { // A-06, A-10
      const { page } = await stage.visitor(t, { viewport: { width: 450, height: 800 } });
      await open(page, `${stage.world.service}/fr/`);
      assert.equal(await page.$eval('tbody td', (cell) => getComputedStyle(cell).display), 'block', 'rows are cards');
      for (const [role, selector] of [['table', 'table'], ['row', 'tr'], ['columnheader', 'thead th'], ['rowheader', 'tbody th'], ['cell', 'td']]) {
        assert.equal((await page.$$(`::-p-aria([role="${role}"])`)).length, await page.$$eval(selector, (all) => all.length), role);
      }
      await click(page, page, control('refuse'));
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'status');
    });
  }
});
