/** What is known about an answer: which reading gave it, how long it took, why it ended. */
import { Badge } from '../../parts/badge.tsx';
import { formatCounted, formatDuration, formatRate } from '../../parts/format.ts';
import type { Exchange } from '../../state/conversation-slice.ts';

/** Tokens a second once the first was there; null when there was only one. */
function answerRate({ tokens, firstTokenMs, totalMs }: NonNullable<Exchange['result']>): number | null {
  const seconds = (totalMs - firstTokenMs) / 1000;
  return tokens > 1 && seconds > 0 ? (tokens - 1) / seconds : null;
}

const STOPS = {
  end: null,
  'max-tokens': 'Stopped at its length limit',
  repeats: 'Stopped because it repeated itself',
};

export function AnswerFooter({ exchange: { mode, model, result, status } }: { exchange: Exchange }) {
  const stop = status === 'stopped' ? 'Stopped by you' : result === null ? null : STOPS[result.stop];
  const rate = result === null ? null : answerRate(result);
  return (
    <p className="answer-footer muted small num">
      <Badge tone={mode === 'sparse' ? 'accent' : 'plain'}>{mode} reading</Badge>
      {result !== null && (
        <>
          <span>{formatCounted(result.tokens, 'token')}</span>
          <span>first after {formatDuration(result.firstTokenMs / 1000)}</span>
          {rate !== null && <span>{formatRate(rate)}</span>}
          {result.readAgain && <span>read for this answer</span>}
        </>
      )}
      {model !== '' && <span>{model}</span>}
      {stop !== null && <span>{stop}</span>}
    </p>
  );
}
