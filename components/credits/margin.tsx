import { Usd } from '#components/ui/index.ts';

/** Costs and margin of some calls: amounts in USD as the API gives them, and how many of the charged calls have no known provider cost. */
export interface Costed {
  calls: number;
  uncosted: number;
  providerCostUsd: string;
  marginUsd: string;
  marginPerMille: number | null;
}

/** Per mille as percent, with a true minus sign; "–" without revenue. */
export const formatPercent = (perMille: number | null) =>
  perMille === null
    ? '–'
    : `${perMille < 0 ? '−' : ''}${Math.floor(Math.abs(perMille) / 10)}.${Math.abs(perMille) % 10}%`;

/** Nothing is known of the cost of any of them. */
const isUnknown = ({ calls, uncosted }: Costed) => calls > 0 && uncosted === calls;

/** What the provider took: "unknown", or "at least" where a part is unknown. */
export function ProviderCost({ of }: { of: Costed }) {
  if (isUnknown(of)) return <Usd value={null} />;
  return (
    <>
      {of.uncosted > 0 ? 'at least ' : null}
      <Usd value={of.providerCostUsd} />
    </>
  );
}

/** What is left, in USD and in percent of the revenue: "unknown", or "at most" where the cost of a part is unknown. */
export function Margin({ of }: { of: Costed }) {
  if (isUnknown(of)) return <Usd value={null} />;
  return (
    <>
      {of.uncosted > 0 ? 'at most ' : null}
      <Usd value={of.marginUsd} /> · {formatPercent(of.marginPerMille)}
    </>
  );
}
