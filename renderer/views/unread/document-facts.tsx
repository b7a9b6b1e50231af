/** Kind, files and length of a document, and what was left out of it. */
import type { DocumentState } from '../../../electron/contract/documents.ts';
import { Disclosure } from '../../parts/disclosure.tsx';
import { formatCount, formatCounted } from '../../parts/format.ts';

type Reason = DocumentState['skipped'][number]['reason'];

const REASONS: Record<Reason, string> = {
  binary: 'not text',
  ignored: 'in .gitignore',
  link: 'a link',
  'too-large': 'too large',
  unreadable: 'cannot be read',
  empty: 'empty',
  generated: 'generated',
  'lock-file': 'a lock file',
};

const KINDS = { file: 'File', folder: 'Folder', sample: 'Sample book' };

export function DocumentFacts({ document }: { document: DocumentState }) {
  const { kind, files, characters, path, skipped, skippedCount } = document;
  return (
    <section className="facts" aria-label="Document">
      <p className="muted num">
        {[
          KINDS[kind],
          ...(kind === 'folder' ? [formatCounted(files, 'file')] : []),
          formatCounted(characters, 'character'),
        ].join(' · ')}
      </p>
      {path !== null && kind !== 'sample' && <p className="muted small path">{path}</p>}
      {skippedCount > 0 && (
        <Disclosure label={`${formatCounted(skippedCount, 'file')} left out`}>
          <ul className="skipped" tabIndex={0} aria-label="Files left out">
            {skipped.map((file) => (
              <li key={file.path}>
                <span className="truncate" title={file.path}>
                  {file.path}
                </span>
                <span className="muted">{REASONS[file.reason]}</span>
              </li>
            ))}
            {skippedCount > skipped.length && (
              <li className="muted">and {formatCount(skippedCount - skipped.length)} more</li>
            )}
          </ul>
        </Disclosure>
      )}
    </section>
  );
}
