// Requests without a browser, directly to the service.
import http from 'node:http';
import { once } from 'node:events';

/** Sends a request as the front forwards it; form is posted as by the service's own page. */
export async function send(world, path, { headers = {}, form } = {}) {
  const request = http.request({
    host: '127.0.0.1', port: world.port(), path, method: form ? 'POST' : 'GET',
    headers: {
      host: new URL(world.service).host,
      ...(form && { 'content-type': 'application/x-www-form-urlencoded', origin: world.service, 'sec-fetch-site': 'same-origin' }),
      ...headers,
    },
  });
  request.end(form && new URLSearchParams(form).toString());
  const [response] = await once(request, 'response');
  const body = Buffer.concat(await response.toArray()).toString('utf8');
  return { status: response.statusCode, headers: response.headers, body };
}

/** Returns the Cookie header of a visitor who made that decision on the charter's page, or on the banner. */
export async function cookiesAfter(world, decision, surface = 'charter') {
  const { body } = await send(world, surface === 'banner' ? '/fr/choice' : '/fr/');
  const text = /name="text" value="([0-9a-f]{64})"/.exec(body)[1];
  const { headers } = await send(world, '/fr/choice', { form: { decision, text, surface } });
  return headers['set-cookie'].map((line) => line.split(';')[0]).join('; ');
}
