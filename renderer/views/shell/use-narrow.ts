/** Tells the layout when the window has no room for both side panels. */
import { useEffect } from 'react';
import { setNarrow } from '../../state/layout-actions.ts';

const query = window.matchMedia('(max-width: 1119px)');

export function useNarrow(): void {
  useEffect(() => {
    const apply = () => setNarrow(query.matches);
    apply();
    query.addEventListener('change', apply);
    return () => query.removeEventListener('change', apply);
  }, []);
}
