export { GET } from '#migration/routes/impact-csv.ts';
