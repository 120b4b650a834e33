export { AuditEvent, type AuditFilter, eachAuditEvent, listAuditEvents } from './queries.ts';
export { type AuditEntry, recordAudit } from './record.ts';
