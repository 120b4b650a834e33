'use client';

import { useMutation } from '@tanstack/react-query';
import { setUp, signIn } from '#client/identity.ts';
import {
  Alert,
  Button,
  fieldErrors,
  PasswordInput,
  Stack,
  TextInput,
  useForm,
} from '#components/ui/index.ts';
import { AuthCard } from './auth-card.tsx';

/** First run: makes the administrator and signs them in. */
export function SetUpForm() {
  const form = useForm({ initialValues: { name: '', email: '', password: '' } });
  const make = useMutation({
    mutationFn: async (values: { name: string; email: string; password: string }) => {
      await setUp(values);
      await signIn({ email: values.email, password: values.password });
    },
    onSuccess: () => window.location.assign('/admin/providers'),
    onError: (error) => form.setErrors(fieldErrors(error) ?? {}),
  });
  return (
    <AuthCard title="Set up" description="There is no administrator yet. You become the first.">
      <form onSubmit={form.onSubmit((values) => make.mutate(values))}>
        <Stack gap="sm">
          {make.error && !fieldErrors(make.error) ? (
            <Alert color="red" role="alert">
              {make.error.message}
            </Alert>
          ) : null}
          <TextInput label="Name" required autoComplete="name" autoFocus {...form.getInputProps('name')} />
          <TextInput
            label="E-mail"
            type="email"
            required
            autoComplete="username"
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label="Password"
            description="12 characters or more"
            required
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
          <Button type="submit" size="sm" fullWidth mt="xs" loading={make.isPending || make.isSuccess}>
            Make the administrator
          </Button>
        </Stack>
      </form>
    </AuthCard>
  );
}
