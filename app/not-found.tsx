'use client';

import Link from 'next/link';
import { Button, Center, EmptyState } from '#components/ui/index.ts';

export default function NotFound() {
  return (
    <Center mih="60vh">
      <EmptyState
        title="There is nothing here"
        description="The page does not exist, or it belongs to somebody else."
        action={
          <Button component={Link} href="/" variant="default">
            To the start
          </Button>
        }
      />
    </Center>
  );
}
