export { GET } from '#migration/routes/legacy-models.ts';
