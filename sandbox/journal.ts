import type { SandboxProvider } from './constants.ts';
import type { Endpoint } from './faults.ts';

/** One call that a double took on, and would have billed: the proof against which charges are checked. */
export interface Accepted {
  provider: SandboxProvider;
  endpoint: Endpoint;
  /** What the caller names the call by, null when it gave nothing. */
  reference: string | null;
  model: string;
  totalTokens: number;
  images: number;
  costUsd: string | null;
  at: string;
}

const KEPT = 200_000;

export class Journal {
  #accepted: Accepted[] = [];

  accept(entry: Accepted): void {
    this.#accepted.push(entry);
    if (this.#accepted.length > KEPT) this.#accepted.splice(0, KEPT / 10);
  }

  all(): readonly Accepted[] {
    return this.#accepted;
  }

  /** How often each reference was accepted: more than once is a call that was paid twice. */
  byReference(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { reference } of this.#accepted)
      if (reference) counts.set(reference, (counts.get(reference) ?? 0) + 1);
    return counts;
  }

  clear(): void {
    this.#accepted = [];
  }
}
