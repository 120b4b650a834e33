export { type CheckedImage, checkImage } from './image.ts';
export { respondWithImage } from './respond.ts';
export { createMediaStore, type MediaSettings, type MediaStore, type StoredMedia } from './store.ts';
