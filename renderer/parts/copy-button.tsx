/** Copies a text and says that it did. */
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { announce, showToast } from '../state/layout-actions.ts';
import { IconButton } from './icon-button.tsx';

/** Milliseconds that the tick stays. */
const TICK_MS = 1600;

export function CopyButton({ text, name = 'Copy' }: { text: string; name?: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), TICK_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      announce('Copied.');
    } catch {
      showToast({ text: 'The clipboard could not be written. Select the text and copy it by hand.', tone: 'problem' });
    }
  }

  return (
    <IconButton name={copied ? 'Copied' : name} onClick={() => void copy()}>
      {copied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
    </IconButton>
  );
}
