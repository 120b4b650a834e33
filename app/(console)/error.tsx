'use client';

import { ErrorState } from '#components/ui/index.ts';

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <ErrorState
      error={
        new Error(
          `Something went wrong on our side. Nothing was changed.${error.digest ? ` (${error.digest})` : ''}`,
        )
      }
      retry={reset}
    />
  );
}
