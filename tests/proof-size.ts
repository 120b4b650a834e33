/**
 * How large a proof is: the first number in the ordinary suite, so that it fits a change; the second when `npm run proofs`
 * runs it in full. PROOF_SIZE=0.25 takes a quarter of the full size, for a look on the way.
 */
export function proofSize(ordinary: number, full: number): number {
  const share = Number(process.env['PROOF_SIZE'] ?? 0);
  return share > 0 ? Math.max(ordinary, Math.round(full * share)) : ordinary;
}
