import { z } from 'zod';
import { AuditEvent, eachAuditEvent, listAuditEvents } from '#domain/audit/index.ts';
import { isoDate } from '#domain/iso-date.ts';
import { csvOf, csvResponse } from '#server/http/csv.ts';
import { listOf, listQuery, route } from '#server/http/index.ts';

const filters = {
  actor: z.string().max(100).optional(),
  action: z.string().max(100).optional(),
  objectType: z.string().max(60).optional(),
  objectId: z.string().max(100).optional(),
  from: isoDate.optional(),
  until: isoDate.optional(),
  format: z.enum(['json', 'csv']).default('json'),
};

export const GET = route(
  {
    operation: 'listAuditEvents',
    summary: 'Who changed what, field by field; also as CSV',
    tag: 'Audit',
    access: 'administrator',
    query: listQuery({ filters }),
    answer: listOf(AuditEvent),
  },
  (ctx, { query }) =>
    query.format === 'csv'
      ? csvResponse(csvOf(eachAuditEvent(ctx, query)), 'audit-events.csv')
      : listAuditEvents(ctx, query),
);
