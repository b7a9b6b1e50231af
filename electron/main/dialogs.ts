/** The system's own dialogs. */
import { dialog, type BrowserWindow, type OpenDialogOptions, type SaveDialogOptions } from 'electron';

const DOCUMENT: Record<'file' | 'folder', OpenDialogOptions> = {
  file: {
    title: 'Open a file',
    properties: ['openFile'],
    filters: [
      // Any text file can be opened; the first entry only makes the common ones easy to find.
      { name: 'All files', extensions: ['*'] },
      {
        name: 'Documents',
        extensions: ['pdf', 'epub', 'docx', 'html', 'htm', 'txt', 'md', 'markdown', 'rst', 'org', 'tex', 'log', 'csv'],
      },
    ],
  },
  folder: { title: 'Open a folder', properties: ['openDirectory'] },
};

const MODEL: OpenDialogOptions = {
  title: 'Choose a model',
  properties: ['openFile'],
  filters: [{ name: 'GGUF models', extensions: ['gguf'] }],
};

const BACKUP_FILTERS = [{ name: 'Anchorite libraries', extensions: ['anchorite'] }];
const BACKUP: OpenDialogOptions = {
  title: 'Restore a backup of the library',
  properties: ['openFile'],
  filters: BACKUP_FILTERS,
};

/** What AppService asks for; each gives an absolute path, or null when the user closes the dialog. */
export function systemDialogs(window: () => BrowserWindow | null) {
  return {
    chooseDocument: (kind: 'file' | 'folder') => choose(window(), DOCUMENT[kind]),
    chooseModel: () => choose(window(), MODEL),
    chooseBackup: () => choose(window(), BACKUP),
    saveBackup: () => saveBackup(window()),
  };
}

async function choose(window: BrowserWindow | null, options: OpenDialogOptions): Promise<string | null> {
  const { filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return filePaths[0] ?? null;
}

async function saveBackup(window: BrowserWindow | null): Promise<string | null> {
  const options: SaveDialogOptions = {
    title: 'Back up the library',
    defaultPath: `Anchorite ${new Date().toISOString().slice(0, 10)}.anchorite`,
    filters: BACKUP_FILTERS,
  };
  const { filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return filePath || null;
}

/** Says that something failed. Does not wait for it to be read. */
export function showError(window: BrowserWindow | null, message: string, detail: string): void {
  const options = { type: 'error' as const, message, detail, buttons: ['OK'] };
  void (window === null ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options));
}
