import sharp from 'sharp';
import { DomainError } from '../errors.ts';

export const IMAGE_TYPES = { png: 'image/png', jpeg: 'image/jpeg', webp: 'image/webp' } as const;
export type ImageFormat = keyof typeof IMAGE_TYPES;

/** What a picture is, found out from its bytes. */
export interface CheckedImage {
  format: ImageFormat;
  contentType: string;
  width: number;
  height: number;
  bytes: number;
}

const MAX_BYTES = 48 * 1024 * 1024;
const MAX_PIXELS = 64_000_000;
const MIN_SIDE = 16;

/** The format by the first bytes: what was claimed counts for nothing, and only these three are let in (no SVG, which can hold scripts). */
export function sniff(bytes: Buffer): ImageFormat | null {
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])))
    return 'png';
  if (bytes.length > 3 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (
    bytes.subarray(0, 4).toString('latin1') === 'RIFF' &&
    bytes.subarray(8, 12).toString('latin1') === 'WEBP'
  )
    return 'webp';
  return null;
}

const refuse = (why: string, cause?: unknown) =>
  new DomainError('provider_error', `The provider delivered a file that is not usable as an image: ${why}.`, {
    cause,
  });

/** Decodes the whole picture to be sure that it is one. Throws provider_error for anything else, and for what is too large or too small. */
export async function checkImage(bytes: Buffer): Promise<CheckedImage> {
  if (bytes.length > MAX_BYTES) throw refuse(`it has more than ${MAX_BYTES / 1024 / 1024} MB`);
  const format = sniff(bytes);
  if (!format) throw refuse('its content is neither PNG, JPEG nor WebP');
  const picture = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' });
  const metadata = await picture.metadata().catch((cause: unknown) => {
    throw refuse('its header is damaged', cause);
  });
  const { width, height } = metadata;
  if (metadata.format !== format) throw refuse('its content is mixed');
  if ((metadata.pages ?? 1) > 1) throw refuse('it is animated');
  if (width < MIN_SIDE || height < MIN_SIDE) throw refuse(`it has ${width}×${height} pixels`);
  await picture.stats().catch((cause: unknown) => {
    throw refuse('it is damaged or too large', cause);
  });
  return { format, contentType: IMAGE_TYPES[format], width, height, bytes: bytes.length };
}
