export { GET } from '#migration/routes/impact.ts';
