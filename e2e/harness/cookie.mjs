// Puts a valid or damaged choice into a visitor's browser without opening pages.
import { cookiesAfter } from './wire.mjs';

/** Returns the values in the cookie after a decision, as the service writes them. */
export async function valuesAfter(world, decision) {
  const [value] = (await cookiesAfter(world, decision)).match(/(?<=cookies_preferences=)[^;]*/);
  return JSON.parse(decodeURIComponent(value));
}

/** Encodes a cookie as in its header. */
export const encode = (values) => encodeURIComponent(JSON.stringify(values));

/** Sets the cookie on the whole domain, as the service does, or with other attributes. */
export const giveCookie = ({ context }, text, attributes = {}) => context.setCookie({
  name: 'cookies_preferences', value: text, domain: '.ville.test', path: '/', secure: true, sameSite: 'Lax', ...attributes,
});

/** Sets the cookie of a decision. */
export const giveChoice = async (visitor, world, decision) => giveCookie(visitor, encode(await valuesAfter(world, decision)));
