/** Comma-separated values by RFC 4180: fields as texts in, fields as texts out, with no guess at what they mean. */

/**
 * The rows of a file, each a list of its fields. Lines end with LF or CRLF, a quoted field may hold commas, line breaks
 * and doubled quotes; a byte order mark and a last empty line are dropped. A quote that never closes throws.
 */
export function parseCsv(text: string): string[][] {
  const source = text.startsWith('\ufeff') ? text.slice(1) : text;
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < source.length) {
    const field = source[at] === '"' ? quotedField(source, at) : plainField(source, at);
    row.push(field.value);
    at = field.end;
    if (source[at] === ',') {
      at++;
      if (at === source.length) row.push('');
      else continue;
    }
    rows.push(row);
    row = [];
    at += source.startsWith('\r\n', at) ? 2 : 1;
  }
  return rows;
}

/** Rows to text, lines ended by LF; a field is quoted where it must be. */
export function formatCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(formatField).join(',')}\n`).join('');
}

function formatField(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

function plainField(source: string, start: number): { value: string; end: number } {
  let end = start;
  while (end < source.length && source[end] !== ',' && source[end] !== '\n' && source[end] !== '\r') end++;
  return { value: source.slice(start, end), end };
}

function quotedField(source: string, start: number): { value: string; end: number } {
  let close = source.indexOf('"', start + 1);
  while (close >= 0 && source[close + 1] === '"') close = source.indexOf('"', close + 2);
  if (close < 0) throw new Error(`The quote that opens at character ${start + 1} is never closed.`);
  const inside = source.slice(start + 1, close).replaceAll('""', '"');
  const after = plainField(source, close + 1);
  return { value: inside + after.value, end: after.end };
}
