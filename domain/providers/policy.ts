/**
 * Whether provider base URLs may be private addresses and plain http in this deployment (ALLOW_PRIVATE_PROVIDERS): for gateways
 * inside a closed network. A fact of the process, not of a request, so it is read here once for all who call providers.
 */
export const privateAllowed = (): boolean =>
  ['1', 'true'].includes(process.env['ALLOW_PRIVATE_PROVIDERS'] ?? '');

/** Whether an address is that of the sandbox that runs beside this process (SANDBOX_URL; never in production). */
export function isSandboxAddress(baseUrl: string): boolean {
  const sandbox = process.env['IGNY8_ENV'] === 'production' ? undefined : process.env['SANDBOX_URL'];
  return (
    sandbox !== undefined &&
    URL.canParse(sandbox) &&
    URL.canParse(baseUrl) &&
    new URL(baseUrl).origin === new URL(sandbox).origin
  );
}
