import { SANDBOX_KEYS, SANDBOX_PORT, startSandbox } from '../sandbox/index.ts';
import { fileClock, systemClock } from '../server/clock.ts';

/** `npm run sandbox`: the provider doubles on their own, in the foreground until a signal. */
const { TEST_CLOCK_FILE, SANDBOX_PORT: port, SANDBOX_LATENCY_MS: latency } = process.env;
const sandbox = await startSandbox({
  port: Number(port ?? SANDBOX_PORT),
  latencyMs: Number(latency ?? 0),
  clock: TEST_CLOCK_FILE ? fileClock(TEST_CLOCK_FILE) : systemClock,
});
console.log(`Sandbox on ${sandbox.url}
  OpenAI   ${sandbox.openaiUrl}   key ${SANDBOX_KEYS.openai}
  Runware  ${sandbox.runwareUrl}   key ${SANDBOX_KEYS.runware}
  Resend   ${sandbox.resendUrl}   key ${SANDBOX_KEYS.resend}
  Stripe   ${sandbox.stripeUrl}   key ${SANDBOX_KEYS.stripe}
  Faults   POST ${sandbox.url}/__faults   journal GET ${sandbox.url}/__journal`);
const stop = () => void sandbox.stop().then(() => process.exit(0));
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
