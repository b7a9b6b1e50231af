/** The picture of a document's format, with its name for who does not see it. */
import { BookOpen, FileCode, FileText, FileType, Folder, Globe, NotebookText } from 'lucide-react';
import type { DocumentFormat } from '../../electron/contract/sources.ts';

const FORMATS: Record<DocumentFormat, { Icon: typeof FileText; name: string }> = {
  text: { Icon: FileText, name: 'Text' },
  markdown: { Icon: NotebookText, name: 'Markdown' },
  code: { Icon: FileCode, name: 'Code' },
  html: { Icon: Globe, name: 'HTML' },
  pdf: { Icon: FileType, name: 'PDF' },
  epub: { Icon: BookOpen, name: 'EPUB' },
  docx: { Icon: FileType, name: 'Word' },
  folder: { Icon: Folder, name: 'Folder' },
};

export const formatName = (format: DocumentFormat): string => FORMATS[format].name;

export function FormatIcon({ format }: { format: DocumentFormat }) {
  const { Icon, name } = FORMATS[format];
  return <Icon size={16} role="img" aria-label={name} className={`format ${format}`} />;
}
