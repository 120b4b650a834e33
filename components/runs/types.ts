import type { ReactNode } from 'react';
import type { Run, RunReceipt } from '#client/runs.ts';

export type OperationName = Run['operation'];

/**
 * A button that runs an AI operation. It asks for the price first and shows it (exact for images, expected and highest for
 * text), is disabled with the reason when credits or a provider are missing, then shows progress, and at the end what it cost.
 * Its run survives leaving the page: coming back shows the run under way for the same operation and site.
 */
export interface AiButtonProps {
  operation: OperationName;
  siteId: string;
  /** Input of the operation, camelCase; the price follows it. Null: nothing is chosen yet, `emptyReason` says what to do. */
  input: Record<string, unknown> | null;
  emptyReason?: string;
  /** Words on the button; default the operation's own. */
  label?: string;
  variant?: 'filled' | 'light' | 'default' | 'subtle';
  size?: 'xs' | 'sm' | 'md';
  /** Shows only the run that this button itself started: for one of many buttons of an operation on a page. */
  own?: boolean;
  /** What stands beside the button: a choice that belongs to it. */
  beside?: ReactNode;
  /** How the run is booked; default `direct` for Linker and Optimizer, else `manual`. */
  trigger?: 'manual' | 'direct';
  /** Called once when the run that this button started has ended, whatever its end. */
  onDone?: (run: RunReceipt) => void;
}

export interface RunProgressProps {
  runId: string;
  /** Without steps and actions, on one line. */
  compact?: boolean;
  onDone?: (run: RunReceipt) => void;
}
