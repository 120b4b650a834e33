export { GET, PATCH } from '#migration/routes/migration.ts';
