/** Keys that the doubles accept. They open nothing else, so they may stand in the open. */
export const SANDBOX_KEYS = {
  openai: 'sk-sandbox-4f1c9a7be2d84c05a1b6d3e97f20c8aa',
  runware: 'sandboxRunwareKey7Jq2mXv9Lw4Tn8Rb',
  resend: 're_sandbox_8Hs2kQv4Lm9Tz6Wd',
  stripe: 'sk_test_sandbox51Qm8Zr3Vn6Kx2Hc9Lb',
} as const;
export const SANDBOX_WEBHOOK_SECRET = 'whsec_sandbox2Vd9Kq4Rm7Xt1Lz8';

/** Where the doubles listen unless told otherwise. */
export const SANDBOX_PORT = 4010;

/** Base URL of each provider's double under the sandbox's origin, by provider slug. */
export const sandboxUrls = (origin: string) => ({
  openai: `${origin}/v1`,
  runware: `${origin}/runware/v1`,
  resend: `${origin}/resend`,
  stripe: `${origin}/stripe`,
});
export type SandboxProvider = keyof typeof SANDBOX_KEYS;
