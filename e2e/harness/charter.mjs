// The facts that the service publishes.
import { once } from 'node:events';
import http from 'node:http';

/** Gets /charter.json directly from the service, because its pages may not use fetch. */
export async function charterOf(world) {
  const request = http.get({ host: '127.0.0.1', port: world.port(), path: '/charter.json', headers: { host: new URL(world.service).host } });
  const [answer] = await once(request, 'response');
  return JSON.parse(Buffer.concat(await answer.toArray()));
}
