/** Before the app has answered: nothing to click yet, only what is being waited for. */
import { Mark } from '../../parts/mark.tsx';
import { useStore } from '../../state/store.ts';

export function Boot() {
  const problem = useStore((state) => state.problem);
  return (
    <main className="boot">
      <Mark size={40} />
      <h1>Anchorite</h1>
      <p role="status" className="muted">
        {problem ?? 'Starting…'}
      </p>
      {problem !== null && <p className="muted small">Trying again every few seconds.</p>}
    </main>
  );
}
