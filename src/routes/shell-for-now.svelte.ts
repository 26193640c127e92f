/** Stands in for the app's shell until it lands. */
import type { AppFault, Theme, Toast } from '#ui/shell/shell-state.ts';
class ShellForNow {
  theme = $state<Theme>('system');
  projector = $state(false);
  online = $state(true);
  offlineReady = $state(true);
  updateReady = $state(false);
  jobsRunning = $state(0);
  canInstall = $state(false);
  toasts = $state.raw<readonly Toast[]>([]);
  fault = $state.raw<AppFault | null>(null);
  storage = null;
  applyUpdate() {}
  install() {
    return null;
  }
  dismiss(id: number) {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }
}
export const shell = new ShellForNow();
