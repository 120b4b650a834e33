import type { Context } from '../context.ts';
import type { MediaStore } from '../media/index.ts';
import type { Adapter } from '../providers/index.ts';
import type { EngineSettings } from './config.ts';
import { Lanes } from './lanes.ts';

export interface EngineLog {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** What one worker process executes runs with. */
export interface Engine {
  /** A system context outside of any transaction. */
  ctx: Context;
  settings: EngineSettings;
  media: MediaStore;
  lanes: Lanes;
  adapter(slug: string): Adapter;
  log: EngineLog;
  /** Names this process in leases. */
  name: string;
}

/** Puts an engine together: one a process, since its lanes limit the calls of the process to each provider. */
export const createEngine = (parts: Omit<Engine, 'lanes'>): Engine => ({
  ...parts,
  lanes: new Lanes(parts.settings),
});
