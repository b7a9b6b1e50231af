/** Says announcements to screen readers. */
import { useStore } from '../state/store.ts';

export function LiveRegion() {
  const { text, count } = useStore((state) => state.announcement);
  return (
    <div className="sr-only" role="status">
      {/* Another key makes the same words news again. */}
      <span key={count}>{text}</span>
    </div>
  );
}
