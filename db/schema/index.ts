export * from './audit.ts';
export * from './automation.ts';
export * from './credits.ts';
export * from './identity.ts';
export * from './models.ts';
export * from './notices.ts';
export * from './providers.ts';
export * from './sites.ts';
