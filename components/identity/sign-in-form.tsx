'use client';

import { useMutation } from '@tanstack/react-query';
import { signIn } from '#client/identity.ts';
import { Alert, Button, PasswordInput, Stack, TextInput, useForm } from '#components/ui/index.ts';
import { AuthCard } from './auth-card.tsx';

/** Signs in and goes on to where the person wanted to be. */
export function SignInForm({ next }: { next: string }) {
  const form = useForm({ initialValues: { email: '', password: '' } });
  const enter = useMutation({ mutationFn: signIn, onSuccess: () => window.location.assign(next) });
  return (
    <AuthCard title="Sign in" description="With the e-mail and password of your account.">
      <form onSubmit={form.onSubmit((values) => enter.mutate(values))}>
        <Stack gap="sm">
          {enter.error ? (
            <Alert color="red" role="alert">
              {enter.error.message}
            </Alert>
          ) : null}
          <TextInput
            label="E-mail"
            type="email"
            required
            autoComplete="username"
            autoFocus
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label="Password"
            required
            autoComplete="current-password"
            {...form.getInputProps('password')}
          />
          <Button type="submit" size="sm" fullWidth mt="xs" loading={enter.isPending || enter.isSuccess}>
            Sign in
          </Button>
        </Stack>
      </form>
    </AuthCard>
  );
}
