/** Tokens of the document against the room that the model has for it. */
import { CircleAlert, CircleCheck } from 'lucide-react';
import type { DocumentState } from '../../../electron/contract/documents.ts';
import { formatCount, formatShare } from '../../parts/format.ts';
import { Meter } from '../../parts/meter.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { Button } from '../../parts/button.tsx';
import { setModelsOpen } from '../../state/layout-actions.ts';

interface Props {
  size: DocumentState['size'];
  /** A model is there, so that a size is on its way. */
  counting: boolean;
}

export function SizeBar({ size, counting }: Props) {
  const share = size === null ? 0 : size.documentTokens / size.fit;
  return (
    <section className="size" aria-label="Size">
      <p className="numbers num">
        {size === null ? (
          <Skeleton width={96} height={28} />
        ) : (
          <strong data-testid="document-tokens">{formatCount(size.documentTokens)}</strong>
        )}
        <span className="muted">
          {size === null
            ? counting
              ? 'Counting tokens…'
              : 'Counted once a model is loaded'
            : `tokens of ${formatCount(size.fit)} that fit`}
        </span>
      </p>
      <Meter
        share={size === null ? 0 : share}
        name="Room taken"
        text={size === null ? 'counting' : `${formatShare(share)} of the room`}
        tone={size?.fits === false ? 'bad' : 'plain'}
        size="large"
      />
      {size === null ? (
        <p className="verdict small muted">
          <Skeleton width={280} />
        </p>
      ) : size.fits ? (
        <p className="verdict small muted num">
          <CircleCheck size={16} className="good" aria-hidden="true" />
          It fits: {formatShare(share)} of the room beside a question and its answer.
        </p>
      ) : (
        <div className="note bad">
          <CircleAlert size={16} aria-hidden="true" />
          <div>
            <p className="num">
              <strong>It does not fit.</strong> It is {formatCount(size.documentTokens - size.fit)} tokens too long.
              This model&rsquo;s context of {formatCount(size.contextLimit)} tokens leaves {formatCount(size.fit)} for a
              document: {formatCount(size.contextLimit - size.fit)} are kept for the prompt, a question and its answer.
            </p>
            <p>
              Nothing is cut silently: open a part of it, such as a chapter or a subfolder, or use a model with a longer
              context.
            </p>
            <Button size="small" onClick={() => setModelsOpen(true)}>
              Use another model
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}
