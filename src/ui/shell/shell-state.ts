/** What the shell shows about the app as a whole; the app's own state has this shape. */
export type Theme = 'light' | 'dark' | 'system';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; run(): void } | undefined;
}

/** Our own bug: what happened, and a report that can be copied. */
export interface AppFault {
  readonly message: string;
  readonly report: string;
}

export interface ShellState {
  theme: Theme;
  projector: boolean;
  readonly online: boolean;
  /** Everything that the app needs is on this machine. */
  readonly offlineReady: boolean;
  readonly updateReady: boolean;
  applyUpdate(): void;
  readonly jobsRunning: number;
  readonly canInstall: boolean;
  install(): Promise<void> | null;
  readonly storage: { readonly usage: number; readonly quota: number } | null;
}
