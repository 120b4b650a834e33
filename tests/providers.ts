import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { ImageRequest, ProviderCall, TextRequest } from '../domain/providers/adapters/types.ts';
import { SANDBOX_KEYS, type Sandbox, type SandboxProvider, startSandbox } from '../sandbox/index.ts';
import { TestClock } from './database.ts';

export interface TestSandbox {
  sandbox: Sandbox;
  clock: TestClock;
  call(provider: SandboxProvider, over?: Partial<ProviderCall>): ProviderCall;
}

/** The provider doubles on a free port for one test file; faults are cleared after each test. */
export function testSandbox(options: { now?: string } = {}): TestSandbox {
  const handle = {} as TestSandbox;
  beforeAll(async () => {
    handle.clock = new TestClock(options.now ?? '2026-11-23T12:00:00Z');
    handle.sandbox = await startSandbox({ port: 0, clock: handle.clock });
    handle.call = (provider, over = {}) => ({
      baseUrl: handle.sandbox[`${provider}Url`],
      secret: SANDBOX_KEYS[provider],
      signal: new AbortController().signal,
      timeoutMs: 5_000,
      options: {},
      allowPrivate: true,
      ...over,
    });
  });
  afterEach(() => handle.sandbox.clearFaults());
  afterAll(() => handle.sandbox.stop());
  return handle;
}

const list = (...properties: string[]) => ({
  type: 'array',
  items: {
    type: 'object',
    additionalProperties: false,
    required: properties,
    properties: Object.fromEntries(properties.map((name) => [name, { type: 'string' }])),
  },
});

export const textRequest = (over: Partial<TextRequest> = {}): TextRequest => ({
  model: 'gpt-5.1',
  instructions: 'Group the keywords.',
  prompt: JSON.stringify({ keywords: ['garden shed', 'garden shed plans', 'greenhouse heater'] }),
  schemaName: 'auto_cluster',
  jsonSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['clusters'],
    properties: { clusters: list('name', 'description') },
  },
  maxOutputTokens: 4_000,
  reference: randomUUID(),
  ...over,
});

export const imageRequest = (over: Partial<ImageRequest> = {}): ImageRequest => ({
  model: 'gpt-image-2.5-flare',
  prompt: 'A garden shed at dawn',
  width: 1024,
  height: 1024,
  count: 1,
  format: 'png',
  reference: randomUUID(),
  ...over,
});
