'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { freshModel, makeDefault, modelsQuery, REGISTRY } from '#client/models.ts';
import {
  type ProviderView,
  providerKeys,
  providerReferencesQuery,
  updateProvider,
} from '#client/providers.ts';
import { Button, ImpactDialog, impactsOf, Select, useAct } from '#components/ui/index.ts';

/** Switches a provider on or off. Off: says what it serves, and asks for new defaults where it serves one. */
export function SwitchButton({ provider }: { provider: ProviderView }) {
  const [opened, setOpened] = useState(false);
  const [replacements, setReplacements] = useState<Record<string, string>>({});
  const references = useQuery({ ...providerReferencesQuery(provider.id), enabled: opened });
  const models = useQuery({ ...modelsQuery({}), enabled: opened }).data?.data;
  const defaults = models?.filter((model) => model.isDefault && model.providerId === provider.id) ?? [];
  const chosen = defaults.flatMap((model) =>
    replacements[model.modelType]
      ? [{ modelType: model.modelType, modelId: replacements[model.modelType] ?? '' }]
      : [],
  );
  const act = useAct({
    run: () =>
      updateProvider(
        provider,
        provider.isActive
          ? { isActive: false, ...(chosen.length > 0 ? { defaultReplacements: chosen } : {}) }
          : { isActive: true },
      ),
    refresh: [providerKeys.all, ...REGISTRY],
    done: (after) => `${provider.name} is ${after.isActive ? 'on' : 'off'}.`,
    undo: (after) => async () => {
      await updateProvider(after, { isActive: provider.isActive });
      for (const { id } of chosen.length > 0 ? defaults : []) await makeDefault(await freshModel(id));
    },
    onDone: () => setOpened(false),
  });
  const off = provider.isActive;
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {off ? 'Switch off' : 'Switch on'}
      </Button>
      <ImpactDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={`Switch ${provider.name} ${off ? 'off' : 'on'}`}
        summary={
          off
            ? 'Its models disappear from the choices, and nothing is called there any more. Sites that use them are served by what stands in for them, and are told why.'
            : 'Its active models become choices again, at once.'
        }
        impacts={off ? impactsOf(references.data) : []}
        confirm={off ? 'Switch off' : 'Switch on'}
        danger={off}
        working={act.isPending}
        blocked={
          off && defaults.length > chosen.length
            ? 'It serves a default. Choose what becomes the default instead; without another usable model, add one first.'
            : null
        }
        onConfirm={() => act.mutate()}
      >
        {off
          ? defaults.map((model) => (
              <Select
                key={model.modelType}
                label={`New default ${model.modelType} model, instead of ${model.displayName}`}
                placeholder="Choose a model"
                data={(models ?? [])
                  .filter(
                    (other) =>
                      other.modelType === model.modelType &&
                      other.providerId !== provider.id &&
                      other.offered,
                  )
                  .map((other) => ({ value: other.id, label: `${other.displayName} · ${other.label}` }))}
                value={replacements[model.modelType] ?? null}
                onChange={(id) => setReplacements({ ...replacements, [model.modelType]: id ?? '' })}
              />
            ))
          : null}
      </ImpactDialog>
    </>
  );
}
