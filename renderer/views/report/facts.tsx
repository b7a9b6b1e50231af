/** A list of numbers with names. `value` carries each unrounded. */
import type { Fact } from './reading-facts.ts';

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="fact-list">
      {facts.map(({ label, text, value, hint }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="num">
            <data value={value}>{text}</data>
          </dd>
          {hint !== undefined && <dd className="hint">{hint}</dd>}
        </div>
      ))}
    </dl>
  );
}
