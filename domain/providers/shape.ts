import type { CredentialField } from '#db/schema/providers.ts';
import { invalidField } from '../errors.ts';
import { originOf, type ProviderRow } from './binding.ts';

/** A key of the local doubles: it opens nothing else and says what it is. */
export const isSandboxKey = (value: string): boolean => /sandbox/i.test(value);

/** Where a key would be used: a real one at the provider's own address, even while the sandbox stands in. */
export const addressFor = (provider: ProviderRow, value: string): { baseUrl: string; isSandbox: boolean } =>
  provider.isSandbox && !isSandboxKey(value)
    ? { baseUrl: provider.liveBaseUrl, isSandbox: false }
    : { baseUrl: provider.baseUrl, isSandbox: provider.isSandbox };

/** The field of a provider by its name. Throws 422 for a name that the provider does not have. */
export function fieldOf(provider: ProviderRow, name: string): CredentialField {
  const field = provider.credentialFields.find((candidate) => candidate.name === name);
  if (!field)
    throw invalidField(
      'name',
      `${provider.name} has ${provider.credentialFields.map((known) => known.name).join(' and ')}.`,
    );
  return field;
}

/**
 * The value as it is stored: trimmed, and refused when it is empty, a masked placeholder, a reference rather than a key, or of the
 * wrong shape. The provider's own shape counts at its own address alone; a gateway may have keys of its own. No message shows the value.
 */
export function checkedKey(
  provider: ProviderRow,
  field: CredentialField,
  value: string,
  baseUrl: string,
): string {
  const key = value.trim();
  if (key === '') throw invalidField('value', 'Paste the key; it is empty.');
  if (/[•●∙…*]|\.{3}|\[secret\]/.test(key))
    throw invalidField(
      'value',
      'This is a masked placeholder, not a key. Leave the field empty to keep the stored key.',
    );
  if (/^\$|\{|^env[:.]|^os\.environ/i.test(key))
    throw invalidField('value', 'This is a reference, not a key. Paste the key itself.');
  if (/^bearer\s/i.test(key)) throw invalidField('value', 'Leave out the word Bearer; paste the key alone.');
  if (!/^[\x21-\x7e]+$/.test(key))
    throw invalidField('value', 'A key has no spaces, line breaks or special characters inside.');
  if (key.length < 8) throw invalidField('value', 'This is too short for a key.');
  const atHome = originOf(baseUrl) === originOf(provider.liveBaseUrl);
  if (atHome && !new RegExp(field.pattern).test(key))
    throw invalidField(
      'value',
      `This does not look like the ${field.label} of ${provider.name}; one looks like ${field.example}.`,
    );
  return key;
}

/** The last four characters of a key that is long enough for four to tell nothing. */
export const lastFourOf = (key: string): string | null => (key.length >= 20 ? key.slice(-4) : null);
