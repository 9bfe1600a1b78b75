// Every kind of page that the service answers with.
import { join } from 'node:path';
import { root } from './build.mjs';
import { cookiesAfter, send } from './wire.mjs';

/** The charter of a portal with exempt measurement to which visitors can object. */
export const ordinary = join(root, 'internal/charter/testdata/ordinary');

const wrong = { decision: 'accept', surface: 'wall' };
const stale = { decision: 'accept', surface: 'charter' };

// Each route: name, status, path after the language, form. decided is the decision that
// the visitor has made before.
export const routes = [
  ['the charter', 200, '/', {}],
  ['the charter with a return address', 200, '/?return=%2F%3Fa%3D1%26b%3D%22%3C', {}],
  ['the charter, accepted', 200, '/', { decided: 'accept' }],
  ['the charter, refused', 200, '/', { decided: 'refuse' }],
  ['the confirmation', 200, '/?done=accept', { decided: 'accept' }],
  ['a choice that the browser did not keep', 200, '/?done=accept', {}],
  ['the charter under Global Privacy Control', 200, '/', { headers: { 'sec-gpc': '1' } }],
  ['the banner', 200, '/choice', {}],
  ['the frame, accepted', 200, '/choice', { decided: 'accept' }],
  ['the frame, refused', 200, '/choice', { decided: 'refuse' }],
  ['the handle', 200, '/choice?kit', { decided: 'accept' }],
  ['a foreign frame', 200, '/choice', { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' } }],
  ['the receipt', 200, '/receipt', { decided: 'accept' }],
  ['no receipt', 200, '/receipt', {}],
  ['the accessibility statement', 200, '/accessibility', {}],
  ['no such page', 404, '/nothing', {}],
  ['another host', 421, '/', { headers: { host: 'other.ville.test' } }],
  ['a wrong form', 400, '/choice', { form: wrong }],
  ['a wrong form of the charter', 400, '/choice', { form: { ...wrong, surface: 'charter', color: 'red' } }],
  ['a text that was never shown', 409, '/choice', { form: stale }],
  ['a text that was never shown, on the banner', 409, '/choice', { form: { ...stale, surface: 'banner' } }],
  ['a form of another site', 403, '/choice', { form: stale, headers: { 'sec-fetch-site': 'cross-site' } }],
  ['a form too large', 413, '/choice', { form: { ...stale, return: 'x'.repeat(9000) } }],
  ['a form of another type', 415, '/choice', { form: stale, headers: { 'content-type': 'text/plain' } }],
];

/** Requests one of the routes in a language. */
export async function request(world, code, [, , path, { decided, headers = {}, form }]) {
  const cookie = decided && { cookie: await cookiesAfter(world, decided) };
  return send(world, `/${code}${path}`, { headers: { ...headers, ...cookie }, form });
}
