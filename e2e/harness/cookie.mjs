// Puts a choice into a visitor's browser without the pages in between, whole or spoilt.
import { cookiesAfter } from './wire.mjs';

/** The values of the cookie that a decision leaves, as the service writes them. */
export async function valuesAfter(world, decision) {
  const [value] = (await cookiesAfter(world, decision)).match(/(?<=cookies_preferences=)[^;]*/);
  return JSON.parse(decodeURIComponent(value));
}

/** How a cookie is told in its header. */
export const encode = (values) => encodeURIComponent(JSON.stringify(values));

/** Gives the visitor the cookie, on the whole domain as the service does, or as attributes say. */
export const giveCookie = ({ context }, text, attributes = {}) => context.setCookie({
  name: 'cookies_preferences', value: text, domain: '.ville.test', path: '/', secure: true, sameSite: 'Lax', ...attributes,
});

/** Gives the visitor the choice that a decision leaves. */
export const giveChoice = async (visitor, world, decision) => giveCookie(visitor, encode(await valuesAfter(world, decision)));
