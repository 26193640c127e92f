/**
 * The state of the app as a whole: how it looks, what it says in passing, and whether it is whole, offline and up to date.
 * It stands in the first paint of every page, so it must import nothing heavy: what it tells of the rest, `start.ts` fills in.
 */

type Theme = 'light' | 'dark' | 'system';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; run(): void } | undefined;
}

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

const TOAST_TIME = 6000;

export class Shell {
  toasts = $state.raw<readonly Toast[]>([]);
  fault = $state.raw<{ readonly message: string; readonly report: string } | null>(null);
  online = $state(true);
  offlineReady = $state(false);
  storage = $state.raw<{ readonly usage: number; readonly quota: number } | null>(null);
  #theme = $state<Theme>('system');
  #projector = $state(false);
  jobsRunning = $state(0);
  /** What jobs run on: as a person chose, else as the last job found. */
  backend = $state<string | null>(null);
  /** Takes the waiting update; null where none waits. */
  update = $state.raw<(() => void) | null>(null);
  #prompt = $state.raw<InstallPrompt | null>(null);
  #count = 0;

  get theme(): Theme {
    return this.#theme;
  }

  set theme(theme: Theme) {
    this.#theme = theme;
    localStorage.setItem('alidade.theme', theme);
  }

  get projector(): boolean {
    return this.#projector;
  }

  /** Text to be read from the back of a classroom. */
  set projector(on: boolean) {
    this.#projector = on;
    localStorage.setItem('alidade.projector', on ? 'on' : 'off');
  }

  get updateReady(): boolean {
    return this.update !== null;
  }

  /** Reloads into the new version; never while a job runs. */
  applyUpdate(): void {
    if (this.jobsRunning === 0) this.update?.();
  }

  get canInstall(): boolean {
    return this.#prompt !== null;
  }

  install(): Promise<void> | null {
    const prompt = this.#prompt;
    this.#prompt = null;
    return prompt && prompt.prompt().then(() => undefined);
  }

  say(text: string, action?: Toast['action']): void {
    const toast = { id: ++this.#count, text, action };
    this.toasts = [...this.toasts, toast];
    setTimeout(() => this.dismiss(toast.id), TOAST_TIME);
  }

  dismiss(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }

  dismissFault(): void {
    this.fault = null;
  }

  /** Our own bug, or trouble that no page caught. */
  report(error: unknown): void {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    if (name === 'AbortError') return;
    const report = [`Alidade: ${message}`, stack ?? '', navigator.userAgent, location.href].join('\n');
    this.fault = { message, report };
  }

  /** Once, by the layout, while it is set up. */
  start(): void {
    const theme = localStorage.getItem('alidade.theme');
    if (theme === 'light' || theme === 'dark') this.#theme = theme;
    this.#projector = localStorage.getItem('alidade.projector') === 'on';
    this.online = navigator.onLine;
    addEventListener('online', () => (this.online = true));
    addEventListener('offline', () => (this.online = false));
    addEventListener('error', (event) => {
      // Said by the browser where sizes settle a frame later; nothing failed.
      if (!/^ResizeObserver loop/.test(event.message)) this.report(event.error ?? event.message);
    });
    addEventListener('unhandledrejection', (event) => this.report(event.reason));
    addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      this.#prompt = event as InstallPrompt;
    });
    import('./start.ts').then(
      ({ start }) => start(this),
      (error: unknown) => this.report(error),
    );
  }
}

export const shell = new Shell();
