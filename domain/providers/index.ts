export { adapterFor, ProviderError, scrub } from './adapters/index.ts';
export type * from './adapters/types.ts';
export { providerReferences, type UpdatedProvider, updateProvider } from './commands.ts';
export { testConnection } from './connection.ts';
export {
  restoreCredential,
  revokeCredential,
  setCredential,
  storeSandboxKey,
  sweepCredentials,
} from './credentials.ts';
export { type ImportedCredential, importCredential, undoImport } from './import.ts';
export { type CredentialReport, type OpenedCredential, openCredential, reportCredential } from './open.ts';
export { getProvider, isSandboxed, listOwnKeys, listProviders } from './queries.ts';
export {
  abandonEncryptionKey,
  checkKeyring,
  type Rotation,
  rotateEncryption,
  type SealedElsewhere,
} from './rotate.ts';
export * from './schema.ts';
export { moveText, openText, sealText } from './sealed-text.ts';
