import { LLMock } from '@copilotkit/aimock';
import type { Clock } from '../domain/context.ts';
import { systemClock } from '../server/clock.ts';
import { SANDBOX_PORT, sandboxUrls } from './constants.ts';
import { addControls } from './controls.ts';
import { type FaultRequest, Faults } from './faults.ts';
import type { World } from './http.ts';
import { Journal } from './journal.ts';
import { addOpenAi } from './openai/index.ts';
import { addRunware } from './runware/index.ts';
import { addServices } from './services.ts';

export {
  SANDBOX_KEYS,
  SANDBOX_PORT,
  SANDBOX_WEBHOOK_SECRET,
  type SandboxProvider,
  sandboxUrls,
} from './constants.ts';
export { FAULT_KINDS, type FaultKind, type FaultRequest } from './faults.ts';
export type { Accepted } from './journal.ts';

export interface Sandbox {
  /** Origin under which all the doubles are. */
  url: string;
  openaiUrl: string;
  runwareUrl: string;
  resendUrl: string;
  stripeUrl: string;
  journal: Journal;
  /** Makes the next fitting calls fail. */
  inject(fault: FaultRequest): void;
  clearFaults(): void;
  stop(): Promise<void>;
}

export interface SandboxOptions {
  /** 0: any free port. Default SANDBOX_PORT. */
  port?: number;
  /** Decides which models have been shut down. */
  clock?: Clock;
  faults?: FaultRequest[];
  /** Milliseconds before each generated answer, so that a person sees progress. Default 0: at once. */
  latencyMs?: number;
}

/** Starts the doubles of all providers on one port of the loopback interface (docs/sandbox.md). */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const mock = new LLMock({
    host: '127.0.0.1',
    port: options.port ?? SANDBOX_PORT,
    logLevel: 'silent',
    journalMaxEntries: 100,
  });
  const faults = new Faults();
  for (const fault of options.faults ?? []) faults.inject(fault);
  const world: World = {
    clock: options.clock ?? systemClock,
    faults,
    journal: new Journal(),
    latencyMs: options.latencyMs ?? 0,
    origin: () => mock.url,
  };
  addControls(mock, world);
  addOpenAi(mock, world);
  addRunware(mock, world);
  addServices(mock, world);
  await mock.start();
  const urls = sandboxUrls(mock.url);
  return {
    url: mock.url,
    openaiUrl: urls.openai,
    runwareUrl: urls.runware,
    resendUrl: urls.resend,
    stripeUrl: urls.stripe,
    journal: world.journal,
    inject: (fault) => faults.inject(fault),
    clearFaults: () => faults.clear(),
    stop: () => mock.stop(),
  };
}
