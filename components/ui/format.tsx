import { Badge, type MantineColor, Text } from '@mantine/core';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const inZone = (options: Intl.DateTimeFormatOptions) => ({
  local: new Intl.DateTimeFormat('en-GB', options),
  UTC: new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }),
});
const day = inZone({ dateStyle: 'medium' });
const moment = inZone({ dateStyle: 'medium', timeStyle: 'short' });

/** 12,345 */
export const formatNumber = (value: number): string => whole.format(value);
/** 5 credits, 1 credit */
export const formatCredits = (value: number): string =>
  `${whole.format(value)} ${Math.abs(value) === 1 ? 'credit' : 'credits'}`;
/** 3 sites, 1 site */
export const formatCount = (value: number, one: string, many = `${one}s`): string =>
  `${whole.format(value)} ${value === 1 ? one : many}`;
export const formatDay = (value: string | Date, zone?: 'UTC'): string =>
  day[zone ?? 'local'].format(new Date(value));
export const formatMoment = (value: string | Date, zone?: 'UTC'): string =>
  moment[zone ?? 'local'].format(new Date(value));

/** A decimal string in USD, as the API gives it, never through floating point: at least two places, trailing zeros dropped. */
export function formatUsd(value: string): string {
  const [units = '0', fraction = ''] = value.replace('-', '').split('.');
  return `${value.startsWith('-') ? '−' : ''}$${units.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction.replace(/0+$/, '').padEnd(2, '0')}`;
}

/** The same short, to read at a glance: cents from a dollar up, below that four places, rounded half up in whole digits. */
export function formatUsdShort(value: string): string {
  const digits = value.replace('-', '');
  const places = /^0?(\.|$)/.test(digits) ? 4 : 2;
  const [units = '0', fraction = ''] = digits.split('.');
  const scaled =
    BigInt(units || '0') * 10n ** BigInt(places) +
    BigInt(fraction.slice(0, places).padEnd(places, '0')) +
    (Number(fraction[places] ?? 0) >= 5 ? 1n : 0n);
  const text = String(scaled).padStart(places + 1, '0');
  return formatUsd(`${value.startsWith('-') ? '-' : ''}${text.slice(0, -places)}.${text.slice(-places)}`);
}

/** An amount in USD, short; whole on hover. Null is unknown. */
export function Usd({ value }: { value: string | null }) {
  if (value === null)
    return (
      <Text span c="dimmed" fz="inherit">
        unknown
      </Text>
    );
  return (
    <Text
      span
      fz="inherit"
      fw="inherit"
      title={formatUsd(value)}
      {...(value.startsWith('-') ? { c: 'red' } : {})}
    >
      {formatUsdShort(value)}
    </Text>
  );
}

const TONES: Record<string, MantineColor> = {
  active: 'green',
  succeeded: 'green',
  ok: 'green',
  approved: 'green',
  done: 'green',
  accepted: 'green',
  running: 'accent',
  queued: 'accent',
  working: 'accent',
  standby: 'accent',
  in_review: 'accent',
  waiting: 'yellow',
  waiting_for_approval: 'yellow',
  waiting_for_credits: 'yellow',
  paused: 'yellow',
  retiring: 'yellow',
  partly_succeeded: 'orange',
  stopped_at_budget: 'orange',
  suspended: 'orange',
  warning: 'orange',
  failed: 'red',
  failing: 'red',
  error: 'red',
  revoked: 'red',
};

/** A state in words with a colour beside it; the words alone say all. */
export function StatusBadge({
  status,
  label,
  tone,
}: {
  status: string;
  label?: string;
  tone?: MantineColor;
}) {
  const words = label ?? status.replaceAll('_', ' ');
  return (
    <Badge color={tone ?? TONES[status] ?? 'gray'}>{words.charAt(0).toUpperCase() + words.slice(1)}</Badge>
  );
}
