/** Short messages above what is at the bottom of the main column. Problems stay until they are dismissed. */
import { CircleAlert, X } from 'lucide-react';
import { Toast } from 'radix-ui';
import { dismissToast } from '../state/layout-actions.ts';
import type { Toast as ToastState } from '../state/layout-slice.ts';
import { useStore } from '../state/store.ts';
import { Button } from './button.tsx';

/** Milliseconds that a message can be undone. */
const SHOWN_MS = 8000;

export function Toasts() {
  const toasts = useStore((state) => state.toasts);
  return (
    <Toast.Provider swipeDirection="down">
      {toasts.map((toast) => (
        <OneToast key={toast.id} toast={toast} />
      ))}
      <Toast.Viewport className="toasts" label="Messages ({hotkey})" />
    </Toast.Provider>
  );
}

function OneToast({ toast }: { toast: ToastState }) {
  const { id, text, tone, action } = toast;
  return (
    <Toast.Root
      className={`toast ${tone}`}
      type={tone === 'problem' ? 'foreground' : 'background'}
      duration={tone === 'problem' ? Infinity : SHOWN_MS}
      onOpenChange={(open) => !open && dismissToast(id)}
    >
      {tone === 'problem' && <CircleAlert size={16} aria-hidden="true" />}
      <Toast.Description className="text">{text}</Toast.Description>
      {action !== undefined && (
        <Toast.Action asChild altText={action.label}>
          <Button look="quiet" size="small" onClick={action.run}>
            {action.label}
          </Button>
        </Toast.Action>
      )}
      <Toast.Close className="icon-button" aria-label="Dismiss">
        <X size={16} aria-hidden="true" />
      </Toast.Close>
    </Toast.Root>
  );
}
