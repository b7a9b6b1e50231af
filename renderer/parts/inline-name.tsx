/** A name that is typed where it will stand. Enter keeps it, Escape does not. */
import { useEffect, useRef, type KeyboardEvent } from 'react';

interface Props {
  name: string;
  value: string;
  /** Called once, with the trimmed name or null when there is none. */
  onDone: (value: string | null) => void;
}

export function InlineName({ name, value, onDone }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);

  function end(keep: boolean): void {
    if (done.current) return;
    done.current = true;
    const typed = field.current?.value.trim() ?? '';
    onDone(keep && typed !== '' ? typed : null);
  }

  function onKeyDown(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    end(event.key === 'Enter');
  }

  return (
    <input
      ref={field}
      className="field inline-name"
      aria-label={name}
      defaultValue={value}
      maxLength={200}
      onKeyDown={onKeyDown}
      onClick={(event) => event.stopPropagation()}
      onBlur={() => end(true)}
    />
  );
}
