import type { Clock } from '../../domain/context.ts';

export interface SandboxModel {
  id: string;
  kind: 'text' | 'gpt-image' | 'dall-e';
  reasoning: boolean;
  created: string;
  /** YYYY-MM-DD, known to callers from `announced` on. */
  shutdown?: { date: string; announced: string };
}

/** What OpenAI offered around 2026-11, as far as the product meets it (docs/providers.md). */
const MODELS: readonly SandboxModel[] = [
  {
    id: 'gpt-5.1',
    kind: 'text',
    reasoning: true,
    created: '2025-11-13',
    shutdown: { date: '2027-04-01', announced: '2026-10-01' },
  },
  {
    id: 'gpt-4o',
    kind: 'text',
    reasoning: false,
    created: '2024-05-10',
    shutdown: { date: '2027-01-14', announced: '2026-10-14' },
  },
  {
    id: 'gpt-4o-mini',
    kind: 'text',
    reasoning: false,
    created: '2024-07-16',
    shutdown: { date: '2027-01-14', announced: '2026-10-14' },
  },
  { id: 'gpt-6-luna', kind: 'text', reasoning: true, created: '2026-09-22' },
  { id: 'gpt-6-sol', kind: 'text', reasoning: true, created: '2026-09-22' },
  { id: 'gpt-6.1-sol', kind: 'text', reasoning: true, created: '2026-11-05' },
  {
    id: 'dall-e-3',
    kind: 'dall-e',
    reasoning: false,
    created: '2023-10-31',
    shutdown: { date: '2026-05-12', announced: '2025-11-14' },
  },
  { id: 'gpt-image-2', kind: 'gpt-image', reasoning: false, created: '2026-04-21' },
  { id: 'gpt-image-2.5-flare', kind: 'gpt-image', reasoning: false, created: '2026-09-08' },
  { id: 'gpt-image-2.5-sunburst', kind: 'gpt-image', reasoning: false, created: '2026-09-08' },
  { id: 'gpt-image-2.6-flare', kind: 'gpt-image', reasoning: false, created: '2026-11-10' },
  { id: 'gpt-image-2.6-sunburst', kind: 'gpt-image', reasoning: false, created: '2026-11-10' },
];

const isShutDown = (model: SandboxModel, clock: Clock) =>
  model.shutdown !== undefined && clock.now() >= new Date(`${model.shutdown.date}T00:00:00Z`);

export const modelNotFound = (message: string) => ({
  error: { message, type: 'invalid_request_error', param: null, code: 'model_not_found' },
});

/** The model if it still serves, else the error that the real API answers with status 404. */
export function servingModel(
  id: string,
  clock: Clock,
): { model: SandboxModel } | { error: ReturnType<typeof modelNotFound> } {
  const model = MODELS.find((candidate) => candidate.id === id);
  if (!model)
    return { error: modelNotFound(`The model \`${id}\` does not exist or you do not have access to it.`) };
  if (isShutDown(model, clock)) {
    return {
      error: modelNotFound(
        `The model \`${id}\` has been deprecated, learn more here: https://platform.openai.com/docs/deprecations`,
      ),
    };
  }
  return { model };
}

const listed = (model: SandboxModel, clock: Clock) => ({
  id: model.id,
  object: 'model',
  created: Math.floor(new Date(model.created).getTime() / 1000),
  owned_by: 'system',
  shutdown_date:
    model.shutdown && clock.now() >= new Date(model.shutdown.announced) ? model.shutdown.date : null,
});

/** The list of `GET /v1/models`: what has been shut down is gone from it. */
export const listModels = (clock: Clock) => ({
  object: 'list',
  data: MODELS.filter((model) => !isShutDown(model, clock)).map((model) => listed(model, clock)),
});
export const showModel = (model: SandboxModel, clock: Clock) => listed(model, clock);
