import sharp from 'sharp';
import { hash } from './answers/input.ts';

export type PictureFormat = 'png' | 'jpeg' | 'webp';

const lines = (words: string, perLine: number, most: number): string[] => {
  const made: string[] = [];
  for (const word of words.split(/\s+/).filter(Boolean)) {
    const last = made.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= perLine) made[made.length - 1] = `${last} ${word}`;
    else if (made.length < most) made.push(word);
    else break;
  }
  return made;
};

const escapeXml = (words: string) =>
  words.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/[^\x20-\uD7FF]/g, '');

/** A gradient with the prompt's words on it, in the right dimensions: stands for a generated picture. */
export async function picture(
  prompt: string,
  width: number,
  height: number,
  format: PictureFormat,
  variant = 0,
): Promise<Buffer> {
  const seed = hash(`${prompt}${variant}`);
  const hue = seed % 360;
  const size = Math.round(Math.min(width, height) / 18);
  const rows = lines(prompt.slice(0, 160), Math.floor(width / (size * 0.62)) - 2, 4);
  const top = height / 2 - ((rows.length - 1) * size * 1.4) / 2;
  const circles = Array.from({ length: 5 }, (_, n) => {
    const place = hash(`${seed}-${n}`);
    return `<circle cx="${place % width}" cy="${(place >>> 7) % height}" r="${(size * (3 + (place % 7))) | 0}" fill="hsl(${(hue + 25 * n) % 360} 70% 70%)" opacity="0.18"/>`;
  }).join('');
  const words = rows
    .map(
      (row, n) =>
        `<text x="50%" y="${Math.round(top + n * size * 1.4)}" font-size="${size}" text-anchor="middle" font-family="sans-serif" font-weight="600" fill="#fff">${escapeXml(row)}</text>`,
    )
    .join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="hsl(${hue} 62% 48%)"/><stop offset="1" stop-color="hsl(${(hue + 50) % 360} 66% 32%)"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#g)"/>${circles}${words}</svg>`;
  const image = sharp(Buffer.from(svg), { density: 72 });
  if (format === 'png') return image.png({ compressionLevel: 2 }).toBuffer();
  return format === 'webp'
    ? image.webp({ quality: 80, effort: 0 }).toBuffer()
    : image.jpeg({ quality: 82 }).toBuffer();
}

/** What is no picture at all, under the `wrong_image_type` fault. */
export const NOT_A_PICTURE = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
);
