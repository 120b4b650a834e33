import { createMediaStore, type MediaSettings, type MediaStore } from '../domain/media/index.ts';
import type { Env } from './env.ts';
import { runtime } from './runtime.ts';

const holder = globalThis as typeof globalThis & { igny8Media?: MediaStore };

/** Where the environment says that images lie. Throws an error that names what is missing. */
export function mediaSettings(env: Env): MediaSettings {
  if (!env.MEDIA_S3_BUCKET) return { kind: 'disk', folder: env.MEDIA_DIR };
  if (!env.MEDIA_S3_ACCESS_KEY_ID || !env.MEDIA_S3_SECRET_ACCESS_KEY)
    throw new Error(
      'MEDIA_S3_BUCKET needs MEDIA_S3_ACCESS_KEY_ID and MEDIA_S3_SECRET_ACCESS_KEY. See README, "Settings".',
    );
  return {
    kind: 's3',
    bucket: env.MEDIA_S3_BUCKET,
    region: env.MEDIA_S3_REGION,
    accessKeyId: env.MEDIA_S3_ACCESS_KEY_ID,
    secretAccessKey: env.MEDIA_S3_SECRET_ACCESS_KEY,
    ...(env.MEDIA_S3_ENDPOINT ? { endpoint: env.MEDIA_S3_ENDPOINT } : {}),
  };
}

/** The process's image store. */
export function media(): MediaStore {
  holder.igny8Media ??= createMediaStore(mediaSettings(runtime().env));
  return holder.igny8Media;
}
