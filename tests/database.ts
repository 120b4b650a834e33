import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, inject } from 'vitest';
import { type Connection, connect } from '../db/client.ts';
import type { Actor, Context, Role } from '../domain/context.ts';

export const TEST_KEYRING = { activeId: 'test', keys: new Map([['test', Buffer.alloc(32, 7)]]) };

/** A clock that stands until it is moved. */
export class TestClock {
  #now: Date;
  constructor(now: string | Date) {
    this.#now = new Date(now);
  }
  now(): Date {
    return new Date(this.#now);
  }
  set(now: string | Date): void {
    this.#now = new Date(now);
  }
  advance(milliseconds: number): void {
    this.#now = new Date(this.#now.getTime() + milliseconds);
  }
}

export const SYSTEM: Actor = { kind: 'system', label: 'test' };

/** A person with the given roles, for a context of its own. */
export const person = (
  memberships: Record<string, Role> = {},
  options: { isAdministrator?: boolean; userId?: string } = {},
): Actor => ({
  kind: 'user',
  userId: options.userId ?? randomUUID(),
  label: 'somebody@example.com',
  isAdministrator: options.isAdministrator ?? false,
  memberships: new Map(Object.entries(memberships)),
  scopes: null,
});

export interface TestDatabase {
  url: string;
  connection: Connection;
  /** The owner's connection: passes row-level security; for arranging and for planting faults. */
  owner: Connection;
  clock: TestClock;
  ctx: Context;
  as(actor: Actor): Context;
}

/** Gives the test file a database of its own, cloned from the migrated template, and drops it at the end. */
export function useDatabase(options: { now?: string; max?: number } = {}): TestDatabase {
  const handle = {} as TestDatabase;
  let drop = async () => {};
  beforeAll(async () => {
    const template = inject('databaseUrl');
    const name = `t_${randomBytes(6).toString('hex')}`;
    const admin = connect(template.replace(/\/igny8$/, '/postgres'), { max: 1, asOwner: true });
    await admin.sql.unsafe(`create database ${name} template igny8`);
    const url = template.replace(/\/igny8$/, `/${name}`);
    handle.url = url;
    handle.connection = connect(url, { max: options.max ?? 10 });
    handle.owner = connect(url, { max: 2, asOwner: true });
    handle.clock = new TestClock(options.now ?? '2026-11-23T12:00:00Z');
    handle.as = (actor) => ({
      db: handle.connection.db,
      actor,
      clock: handle.clock,
      keyring: TEST_KEYRING,
      requestId: 'test-request',
    });
    handle.ctx = handle.as(SYSTEM);
    drop = async () => {
      await handle.connection.close();
      await handle.owner.close();
      await admin.sql.unsafe(`drop database ${name} with (force)`);
      await admin.close();
    };
  });
  afterAll(() => drop());
  return handle;
}
