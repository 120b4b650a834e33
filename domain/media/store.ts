import { createHash, randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';
import { S3Driver } from 'flydrive/drivers/s3';
import { notFound } from '../errors.ts';
import { type CheckedImage, checkImage } from './image.ts';

export interface S3Settings {
  bucket: string;
  region: string;
  endpoint?: string;
  accessKeyId: string;
  secretAccessKey: string;
}
export type MediaSettings = { kind: 'disk'; folder: string } | ({ kind: 's3' } & S3Settings);

/** An image that lies in the store: its key and what was found in its bytes. */
export interface StoredMedia extends Omit<CheckedImage, 'format'> {
  mediaKey: string;
}

/** Where images lie. Keys follow from account and content, so that storing the same image again changes nothing. */
export interface MediaStore {
  /** Checks the bytes and keeps them. Throws provider_error when they are no usable image. */
  put(accountId: string, bytes: Buffer): Promise<StoredMedia>;
  /** The bytes as a stream. Throws not_found. */
  read(mediaKey: string): Promise<Readable>;
  /** Removes them; the caller knows that nothing refers to the key any more. */
  remove(mediaKey: string): Promise<void>;
}

const KEY = /^[0-9a-f-]{36}\/[0-9a-f]{2}\/[0-9a-f]{64}\.(?:png|jpeg|webp)$/;

const diskOf = (settings: MediaSettings): Disk => {
  if (settings.kind === 'disk')
    return new Disk(new FSDriver({ location: settings.folder, visibility: 'private' }));
  const { bucket, region, endpoint, accessKeyId, secretAccessKey } = settings;
  // Many S3-compatible services know neither access lists nor virtual hosts nor the newer checksums.
  const dialect = {
    forcePathStyle: true,
    supportsACL: false,
    requestChecksumCalculation: 'WHEN_REQUIRED' as const,
    responseChecksumValidation: 'WHEN_REQUIRED' as const,
  };
  return new Disk(
    new S3Driver({
      bucket,
      region,
      credentials: { accessKeyId, secretAccessKey },
      visibility: 'private',
      ...dialect,
      ...(endpoint ? { endpoint } : {}),
    }),
  );
};

/** A store on the local disk or in an S3-compatible service. */
export function createMediaStore(settings: MediaSettings): MediaStore {
  const disk = diskOf(settings);
  const known = (key: string) => {
    if (!KEY.test(key)) throw notFound('image');
    return key;
  };
  return {
    async put(accountId, bytes) {
      const { format, ...checked } = await checkImage(bytes);
      const hash = createHash('sha256').update(bytes).digest('hex');
      const mediaKey = known(`${accountId}/${hash.slice(0, 2)}/${hash}.${format}`);
      if (settings.kind === 's3') await disk.put(mediaKey, bytes, { contentType: checked.contentType });
      else {
        // Under its own name only once complete: a killed process leaves no half image behind a good key.
        const part = `${accountId}/parts/${randomUUID()}`;
        await disk.put(part, bytes);
        await disk.move(part, mediaKey);
      }
      return { mediaKey, ...checked };
    },
    async read(mediaKey) {
      if (!(await disk.exists(known(mediaKey)))) throw notFound('image');
      return disk.getStream(mediaKey);
    },
    remove: (mediaKey) => disk.delete(known(mediaKey)),
  };
}
