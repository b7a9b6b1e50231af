import { EngineError } from '../contract/errors.ts';

/** The system's dialogs; each gives an absolute path, or null when the user closed it. */
export interface Dialogs {
  chooseDocument(kind: 'file' | 'folder'): Promise<string | null>;
  chooseModel(): Promise<string | null>;
  /** Where a new backup of the library goes. */
  saveBackup(): Promise<string | null>;
  chooseBackup(): Promise<string | null>;
}

/** @throws EngineError 'not-available' where there are none */
export function present(dialogs: Dialogs | undefined): Dialogs {
  if (dialogs === undefined) throw new EngineError('not-available', { what: "the system's file dialog" });
  return dialogs;
}
