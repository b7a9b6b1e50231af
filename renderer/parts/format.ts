/** Every number that the page shows becomes text here. English throughout, like the messages of the contract. */

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** 12,345 */
export function formatCount(value: number): string {
  return whole.format(value);
}

/** "1 file", "3 files". */
export function formatCounted(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`;
}

/** Seconds as "0.4 s", "25.0 s", "1 min 12 s", "2 h 05 min". Rounds once, so that no "60 s" appears. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '–';
  if (seconds < 59.95) return `${oneDecimal.format(seconds)} s`;
  const rounded = Math.round(seconds);
  if (rounded < 3600) return `${Math.floor(rounded / 60)} min ${pad(rounded % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}

/** A duration that is only known roughly: "about 25 s", "about 1 min 40 s", "about 12 min", "about 1 h 10 min". */
export function formatRoughly(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '–';
  if (seconds < 1) return 'under 1 s';
  if (seconds < 90) return `about ${Math.round(seconds)} s`;
  const tens = Math.round(seconds / 10) * 10;
  if (tens < 300) return `about ${Math.floor(tens / 60)} min${tens % 60 === 0 ? '' : ` ${tens % 60} s`}`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${minutes} min`;
  return `about ${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}

/** Whole seconds for a clock that ticks: "0:07", "1:12", "1:02:09". */
export function formatClock(seconds: number): string {
  const total = Math.max(0, Math.floor(seconds));
  const clock = `${pad(Math.floor(total / 60) % 60)}:${pad(total % 60)}`;
  return total < 3600 ? clock.replace(/^0/, '') : `${Math.floor(total / 3600)}:${clock}`;
}

/** A share 0..1 as "0%", "0.4%", "12%", "99.7%", "100%": never 0% or 100% for what is not. */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return '–';
  const percent = share * 100;
  if (percent <= 0) return '0%';
  if (percent < 0.1) return '<0.1%';
  if (percent < 1 || (percent > 99 && percent < 100)) {
    return `${oneDecimal.format(Math.min(percent, percent < 100 ? 99.9 : 100))}%`;
  }
  return `${Math.round(percent)}%`;
}

/** A share 0..1 with one decimal: "98.6%". Never 100% for what is not. */
export function formatShareExactly(share: number): string {
  if (!Number.isFinite(share)) return '–';
  if (share >= 1) return '100%';
  return `${oneDecimal.format(Math.min(99.9, share * 100))}%`;
}

/** A divergence as "0.005 nats". */
export function formatNats(nats: number): string {
  return `${nats.toFixed(3)} nats`;
}

/** A share 0..1 as whole per cent, rounded down, for a progress that must not say 100% before its end. */
export function formatProgress(share: number): string {
  return `${Math.floor(Math.min(1, Math.max(0, share)) * 100)}%`;
}

/** Bytes in decimal units, as disks and downloads are sold: "98 MB", "4.7 GB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  if (bytes < 999_500) return `${Math.round(bytes / 1e3)} kB`;
  if (bytes < 999_500_000) return `${Math.round(bytes / 1e6)} MB`;
  return `${oneDecimal.format(bytes / 1e9)} GB`;
}

/** Memory in binary units, as it is built in, as precise as the recommendation of a model says it: "23.5 GiB". */
export function formatMemory(bytes: number): string {
  return `${oneDecimal.format(bytes / 2 ** 30)} GiB`;
}

/** "1.97×" */
export function formatSpeedup(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1)}×`;
}

/** "307 tokens/s", "6.4 tokens/s" */
export function formatRate(tokensPerSecond: number): string {
  if (!Number.isFinite(tokensPerSecond) || tokensPerSecond <= 0) return '– tokens/s';
  return `${tokensPerSecond < 10 ? oneDecimal.format(tokensPerSecond) : formatCount(tokensPerSecond)} tokens/s`;
}

/** How long a text is, in the unit that says most: "340 pages", "12 files", "1.2M characters". */
export function formatLength({
  characters,
  pages,
  files,
}: {
  characters: number;
  pages: number | null;
  files: number;
}) {
  if (pages !== null) return formatCounted(pages, 'page');
  if (files > 1) return formatCounted(files, 'file');
  return `${formatTokensShort(characters)} characters`;
}

const day = new Intl.DateTimeFormat('en-US', { day: 'numeric', month: 'short', year: 'numeric' });
const shortDay = new Intl.DateTimeFormat('en-US', { day: 'numeric', month: 'short' });

/** A day as "today", "yesterday", "May 4", "May 4, 2021"; both in milliseconds since the epoch, in this computer's time zone. */
export function formatDay(time: number, now: number): string {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (time >= midnight) return 'today';
  if (time >= new Date(midnight - 1).setHours(0, 0, 0, 0)) return 'yesterday';
  return new Date(time).getFullYear() === new Date(now).getFullYear() ? shortDay.format(time) : day.format(time);
}

/** An SPDX expression as people name it. */
export function formatLicence(spdx: string): string {
  return spdx.startsWith('LicenseRef-')
    ? `${spdx.slice('LicenseRef-'.length).replaceAll('-', ' ')} licence`
    : spdx.replace('-', ' ');
}

/** A context length, which is counted in units of 1,024: "8k", "32k", "128k", "1.0M". */
export function formatContext(tokens: number): string {
  return tokens % 1024 === 0 && tokens < 2 ** 20 ? `${tokens / 1024}k` : formatTokensShort(tokens);
}

/** Tokens in short for lists: "812", "7.6k", "128k", "1.0M". */
export function formatTokensShort(tokens: number): string {
  if (tokens < 1000) return formatCount(tokens);
  if (tokens < 99_950) return `${oneDecimal.format(tokens / 1e3)}k`;
  if (tokens < 999_500) return `${Math.round(tokens / 1e3)}k`;
  return `${oneDecimal.format(tokens / 1e6)}M`;
}

/** First letter in upper case, as a sentence begins, with a full stop at the end. */
export function asSentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  return withStop(`${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}`);
}

/** With a full stop at the end, for what follows a colon. */
export function withStop(text: string): string {
  return /[.!?…:]$/.test(text) ? text : `${text}.`;
}

const pad = (value: number) => String(value).padStart(2, '0');
