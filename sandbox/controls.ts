import type { LLMock } from '@copilotkit/aimock';
import { FaultInput } from './faults.ts';
import { readJson, sendJson, type World } from './http.ts';

/**
 * Steers the sandbox from other processes (worker, browser tests): `POST /__faults` injects one, `DELETE` clears them,
 * `GET /__journal` gives the accepted calls and how often each reference was accepted, `PATCH /__settings` sets the latency.
 */
export function addControls(mock: LLMock, world: World): void {
  mock.mount('/__faults', {
    handleRequest: async (req, res) => {
      if (req.method === 'DELETE') world.faults.clear();
      if (req.method === 'POST') {
        const parsed = FaultInput.safeParse(await readJson(req));
        if (!parsed.success) {
          sendJson(res, 422, {
            errors: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
          });
          return true;
        }
        world.faults.inject(parsed.data);
      }
      sendJson(res, 200, { faults: world.faults.waiting() });
      return true;
    },
  });
  mock.mount('/__journal', {
    handleRequest: async (req, res) => {
      if (req.method === 'DELETE') world.journal.clear();
      sendJson(res, 200, {
        accepted: world.journal.all(),
        byReference: [...world.journal.byReference()].map(([reference, times]) => ({ reference, times })),
      });
      return true;
    },
  });
  mock.mount('/__settings', {
    handleRequest: async (req, res) => {
      const body = await readJson(req);
      const latency =
        typeof body === 'object' && body !== null && 'latencyMs' in body
          ? Number(body.latencyMs)
          : world.latencyMs;
      if (Number.isFinite(latency) && latency >= 0) world.latencyMs = latency;
      sendJson(res, 200, { latencyMs: world.latencyMs, now: world.clock.now().toISOString() });
      return true;
    },
  });
}
