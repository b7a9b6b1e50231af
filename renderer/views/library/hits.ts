/** Search hits in the order of their documents' best hits. */
import type { SearchHit } from '../../../electron/contract/library.ts';

export interface DocumentHits {
  id: string;
  title: string;
  hits: SearchHit[];
}

/** One entry a document, in order of its first hit; the hits of a document keep their order. */
export function byDocument(hits: readonly SearchHit[]): DocumentHits[] {
  const documents = new Map<string, DocumentHits>();
  for (const hit of hits) {
    const known = documents.get(hit.id);
    if (known === undefined) documents.set(hit.id, { id: hit.id, title: hit.title, hits: [hit] });
    else known.hits.push(hit);
  }
  return [...documents.values()];
}
