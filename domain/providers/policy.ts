/**
 * Whether provider base URLs may be private addresses and plain http in this deployment (ALLOW_PRIVATE_PROVIDERS): for gateways
 * inside a closed network. A fact of the process, not of a request, so it is read here once for all who call providers.
 */
export const privateAllowed = (): boolean => ['1', 'true'].includes(process.env['ALLOW_PRIVATE_PROVIDERS'] ?? '');
