// Pictures as small PNG files with a palette, because pages have few colours.
import { crc32, deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';

/** Decodes a PNG to { width, height, data }, four bytes per pixel. */
export const decode = (file) => PNG.sync.read(Buffer.from(file));

/** The number of colours in a picture: backgrounds and text are exact, antialiased edges nearly so. */
const colours = 128;

const distance = (a, b) => ((a >> 16) - (b >> 16)) ** 2 + (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2;

/** Returns the index of the colour that is nearest, the first of several. */
function nearest(colour, colours) {
  const distances = colours.map((other) => distance(colour, other));
  return distances.indexOf(Math.min(...distances));
}

/** Returns the most common colours of a picture, as 0xrrggbb, and for each pixel the index of the nearest. */
function palette({ width, height, data }) {
  const counts = new Map();
  const pixel = (i) => (data[4 * i] << 16) | (data[4 * i + 1] << 8) | data[4 * i + 2];
  for (let i = 0; i < width * height; i++) counts.set(pixel(i), (counts.get(pixel(i)) ?? 0) + 1);
  const all = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || a - b);
  const kept = all.slice(0, colours);
  const place = new Map(all.map((colour) => [colour, nearest(colour, kept)]));
  const pixels = Buffer.alloc(width * height);
  for (let i = 0; i < pixels.length; i++) pixels[i] = place.get(pixel(i));
  return { kept, pixels };
}

function chunk(type, content) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** Encodes a picture with a palette (PNG, third edition, sections 5 and 11.2). */
export function encode(picture) {
  const { width, height } = picture;
  const { kept, pixels } = palette(picture);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8); // 8 bits per pixel, palette index
  const rows = Array.from({ length: height }, (_, y) => [Buffer.from([0]), pixels.subarray(y * width, (y + 1) * width)]).flat();
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header), chunk('PLTE', Buffer.from(kept.flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]))),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9, memLevel: 9 })), chunk('IEND', Buffer.alloc(0)),
  ]);
}
