'use client';

import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Button, Page } from '#components/ui/index.ts';
import { ModelForm } from './model-form.tsx';
import { ModelsTable } from './models-table.tsx';

export function ModelsPage() {
  const [adding, setAdding] = useState(false);
  return (
    <Page
      title="Models"
      description="Every model that may serve, its price in credits and its tier. Everything else reads this list."
      actions={
        <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setAdding(true)}>
          Add model
        </Button>
      }
    >
      <ModelsTable onAdd={() => setAdding(true)} />
      {adding ? <ModelForm onClose={() => setAdding(false)} /> : null}
    </Page>
  );
}
