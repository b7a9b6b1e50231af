/** Where a page, chapter or file begins. Not a part of the text: it is not copied and has no offset. */
import { FileCode } from 'lucide-react';
import type { TextSpan } from '../../../electron/contract/sources.ts';

export function SpanMark({ span: { kind, label } }: { span: TextSpan }) {
  switch (kind) {
    case 'page':
      return <div className="span-mark page num">Page {label}</div>;
    case 'chapter':
      return <div className="span-mark chapter">{label}</div>;
    case 'file':
      return (
        <div className="span-mark file">
          <FileCode size={14} aria-hidden="true" />
          <span className="truncate">{label}</span>
        </div>
      );
  }
}
