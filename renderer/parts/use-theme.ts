/** Light or dark, as the settings say; "system" follows the system while the page is open. */
import { useEffect } from 'react';
import type { Settings } from '../../electron/contract/state.ts';
import { useStore } from '../state/store.ts';

const dark = window.matchMedia('(prefers-color-scheme: dark)');

export function applyTheme(theme: Settings['theme']): void {
  const resolved = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
  document.documentElement.dataset['theme'] = resolved;
}

export function useTheme(): void {
  const theme = useStore((state) => state.app?.settings.theme ?? 'system');
  useEffect(() => {
    const apply = () => applyTheme(theme);
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);
}
