export { POST } from '#migration/routes/phase.ts';
