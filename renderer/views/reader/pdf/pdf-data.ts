/**
 * Character maps and fonts that a PDF may name without carrying them. They are part of the page's own scripts, each loaded when a document
 * needs it, so that nothing has to be served besides and nothing comes from elsewhere.
 */

type Loaders = Record<string, () => Promise<string>>;

const CMAPS = import.meta.glob('../../../../node_modules/pdfjs-dist/cmaps/*.bcmap', {
  query: '?url&inline',
  import: 'default',
}) as Loaders;

const FONTS = import.meta.glob('../../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}', {
  query: '?url&inline',
  import: 'default',
}) as Loaders;

/** @throws Error when pdf.js has no such file */
async function bytesOf(loaders: Loaders, folder: string, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const load = loaders[`../../../../node_modules/pdfjs-dist/${folder}/${name}`];
  if (load === undefined) throw new Error(`pdf.js has no file ${name}`);
  const url = await load();
  return Uint8Array.from(atob(url.slice(url.indexOf(',') + 1)), (letter) => letter.charCodeAt(0));
}

export class CMapReaderFactory {
  async fetch({ name }: { name: string }) {
    return { cMapData: await bytesOf(CMAPS, 'cmaps', `${name}.bcmap`), isCompressed: true };
  }
}

export class StandardFontDataFactory {
  fetch({ filename }: { filename: string }) {
    return bytesOf(FONTS, 'standard_fonts', filename);
  }
}
