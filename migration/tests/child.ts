import { connect } from '#db/client.ts';
import type { Context } from '#domain/context.ts';
import { applyPhase, type PhaseNumber, rollbackPhase, type SourceOptions, verifyPhase } from '../index.ts';

const TEST_KEYRING = { activeId: 'test', keys: new Map([['test', Buffer.alloc(32, 7)]]) }; // the one of tests/database.ts, which needs the test runner

/** A process that applies one phase, for the test that kills it. It says when it begins. */
export interface ChildJob {
  url: string;
  now: string;
  phase: PhaseNumber;
  options: SourceOptions;
  act: 'apply' | 'verify' | 'rollback';
}

const { url, now, phase, options, act } = JSON.parse(process.env['LEGACY_JOB'] ?? '{}') as ChildJob;
const { db, close } = connect(url, { max: 2, name: 'legacy-child' });
const ctx: Context = {
  db,
  actor: { kind: 'system', label: 'test' },
  clock: { now: () => new Date(now) },
  keyring: TEST_KEYRING,
  requestId: 'child',
};
process.stdout.write('ready\n');
if (act === 'apply') await applyPhase(ctx, phase, options);
else if (act === 'verify') await verifyPhase(ctx, phase, options);
else await rollbackPhase(ctx, phase);
await close();
