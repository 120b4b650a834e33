'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '#client/http.ts';
import { choicesQuery, tierChoicesQuery } from '#client/models.ts';
import {
  type OptionsView,
  type SettingsView,
  type SiteView,
  siteKeys,
  updateSettings,
} from '#client/sites.ts';
import {
  Alert,
  Button,
  fieldErrors,
  Group,
  NumberInput,
  Section,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  Textarea,
  useAct,
  useForm,
} from '#components/ui/index.ts';
import { useLeaveGuard } from '#components/workspace/leave-guard.ts';
import { Served } from './served.tsx';
import { TierCards } from './tier-cards.tsx';

const FIELDS = [
  'imageTier',
  'imageModel',
  'textModel',
  'featuredImages',
  'inArticleImages',
  'featuredImageSize',
  'inArticleImageSize',
  'imageStyle',
  'imageFormat',
  'language',
  'tone',
  'brandInstructions',
] as const;
type Values = Pick<SettingsView, (typeof FIELDS)[number]>;
const valuesOf = (settings: SettingsView): Values =>
  Object.fromEntries(FIELDS.map((field) => [field, settings[field]])) as unknown as Values;

interface Props {
  site: SiteView;
  settings: SettingsView;
  options: OptionsView;
  available: number | undefined;
}

export function SettingsForm({ site, settings, options, available }: Props) {
  const [base, setBase] = useState(settings);
  const form = useForm<Values>({ initialValues: valuesOf(settings) });
  const choices = useQuery(choicesQuery()).data?.data ?? [];
  const readOnly = site.role === 'viewer';
  const dirty = form.isDirty();
  const save = useAct({
    run: (values: Values) => updateSettings(site.id, base.version, changes(valuesOf(base), values)),
    refresh: [siteKeys.settings(site.id)],
    done: () => 'The settings are saved.',
    undo: (saved) => {
      const before = base;
      return async () =>
        take(await updateSettings(site.id, saved.version, changes(valuesOf(saved), valuesOf(before))));
    },
    onDone: (saved) => take(saved),
    onError: (error) => {
      const fields = fieldErrors(error);
      if (fields) form.setErrors(fields);
      return fields !== null || (error instanceof ApiError && error.status === 412);
    },
  });
  const take = (saved: SettingsView) => {
    setBase(saved);
    form.setValues(valuesOf(saved));
    form.resetDirty(valuesOf(saved));
  };
  useLeaveGuard(dirty);
  const stale = settings.version !== base.version;
  const image = choices.filter((choice) => choice.modelType === 'image');
  const tiers = useQuery(tierChoicesQuery()).data?.data ?? [];
  const sizesOf = (chosen: Pick<Values, 'imageModel' | 'imageTier'>) =>
    (chosen.imageModel
      ? choices.find((choice) => choice.id === chosen.imageModel)
      : tiers.find((row) => row.tier === chosen.imageTier)
    )?.validSizes ?? [];
  const sizes = sizesOf(form.values);
  /** A size that the newly chosen model does not have gives way to its first one. */
  const chooseImages = (chosen: Pick<Values, 'imageModel' | 'imageTier'>) => {
    const kept = (size: string | null) => (size && sizesOf(chosen).includes(size) ? size : null);
    form.setValues({
      ...chosen,
      featuredImageSize: kept(form.values.featuredImageSize),
      inArticleImageSize: kept(form.values.inArticleImageSize),
    });
  };
  const label = (choice: (typeof choices)[number]) =>
    `${choice.displayName} · ${choice.label}${choice.servedBy ? ` · ${choice.servedBy} serves` : ''}`;
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack gap="lg">
        {stale ? (
          <Alert
            color="orange"
            title={dirty ? 'Somebody else changed these settings meanwhile' : 'There is a newer version'}
          >
            <Group>
              <Button variant="default" onClick={() => take(settings)}>
                Take theirs
              </Button>
              {dirty ? (
                <Button variant="default" onClick={() => setBase(settings)}>
                  Keep mine, on top of theirs
                </Button>
              ) : null}
            </Group>
          </Alert>
        ) : null}
        <Section title="Images">
          <Stack gap="md">
            <TierCards
              siteId={site.id}
              value={form.values.imageModel ? null : form.values.imageTier}
              disabled={readOnly}
              available={available}
              defaultModelId={
                form.values.imageModel ||
                form.values.imageTier ||
                settings.resolved.image.source !== 'default'
                  ? undefined
                  : settings.resolved.image.priced?.id
              }
              onChange={(tier) => chooseImages({ imageTier: tier, imageModel: null })}
            />
            <Served resolved={settings.resolved.image} />
            <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="md">
              <Select
                label="Or a certain model"
                placeholder="The tier decides"
                clearable
                disabled={readOnly}
                data={image.map((choice) => ({ value: choice.id, label: label(choice) }))}
                {...form.getInputProps('imageModel')}
                onChange={(imageModel) => chooseImages({ imageModel, imageTier: form.values.imageTier })}
              />
              <Select
                label="Style"
                disabled={readOnly}
                allowDeselect={false}
                data={options.imageStyles}
                {...form.getInputProps('imageStyle')}
              />
              <Select
                label="File format"
                disabled={readOnly}
                allowDeselect={false}
                data={options.imageFormats}
                {...form.getInputProps('imageFormat')}
              />
              <Switch
                label="A featured image"
                mt="lg"
                disabled={readOnly}
                checked={form.values.featuredImages > 0}
                onChange={(event) =>
                  form.setFieldValue('featuredImages', event.currentTarget.checked ? 1 : 0)
                }
              />
              <NumberInput
                label="Images in the article"
                min={0}
                max={options.maxInArticleImages}
                allowDecimal={false}
                disabled={readOnly}
                {...form.getInputProps('inArticleImages')}
              />
              <Select
                label="Size of the featured image"
                placeholder="The model's first"
                clearable
                disabled={readOnly}
                data={sizes}
                {...form.getInputProps('featuredImageSize')}
              />
              <Select
                label="Size in the article"
                placeholder="The model's first"
                clearable
                disabled={readOnly}
                data={sizes}
                {...form.getInputProps('inArticleImageSize')}
              />
            </SimpleGrid>
          </Stack>
        </Section>
        <Section title="Text">
          <Stack gap="md">
            <Select
              label="Text model"
              placeholder="The default"
              clearable
              maw={420}
              disabled={readOnly}
              data={choices
                .filter((choice) => choice.modelType === 'text')
                .map((choice) => ({ value: choice.id, label: label(choice) }))}
              {...form.getInputProps('textModel')}
            />
            <Served resolved={settings.resolved.text} />
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" maw={640}>
              <Select
                label="Language"
                searchable
                disabled={readOnly}
                allowDeselect={false}
                data={options.languages}
                {...form.getInputProps('language')}
              />
              <Select
                label="Tone"
                disabled={readOnly}
                allowDeselect={false}
                data={options.tones}
                {...form.getInputProps('tone')}
              />
            </SimpleGrid>
            <Textarea
              label="Brand instructions"
              description="Every article follows them"
              autosize
              minRows={3}
              maxRows={10}
              maxLength={4000}
              disabled={readOnly}
              {...form.getInputProps('brandInstructions')}
            />
          </Stack>
        </Section>
        {readOnly ? null : (
          <Group justify="flex-end" aria-live="polite">
            <Text fz="sm" c="dimmed">
              {dirty ? 'Not saved yet' : 'Saved'}
            </Text>
            <Button variant="default" disabled={!dirty} onClick={() => take(base)}>
              Discard
            </Button>
            <Button type="submit" disabled={!dirty || stale} loading={save.isPending}>
              Save settings
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}

/** Only what changed goes out, so that two people may change different fields. */
function changes(before: Values, after: Values) {
  return Object.fromEntries(
    FIELDS.filter((field) => before[field] !== after[field]).map((field) => [field, after[field]]),
  );
}
