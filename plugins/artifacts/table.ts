/** Tables as CSV (RFC 4180) and as JSON by columns, in the forms in which pandas writes and reads them. */
import type { DataFrame } from 'alidade/sdk';

type Format = 'csv' | 'json';

/** The table as text. With `index`, a CSV row begins with its number. */
export function formatTable(table: DataFrame, format: Format, index: boolean): string {
  if (format === 'json') return JSON.stringify(toColumns(table));
  const lines = [table.columns, ...table.rows.map((row) => row.map(formatValue))];
  const fields = index ? lines.map((line, i) => [i === 0 ? '' : String(i - 1), ...line]) : lines;
  return fields.map((line) => `${line.map(quoteField).join(',')}\n`).join('');
}

/** The table of a text. With `index`, the first column of a CSV file is its row numbers and is dropped. */
export function parseTable(text: string, format: Format, index: boolean): DataFrame {
  if (format === 'json') return fromColumns(JSON.parse(text));
  const [columns = [], ...lines] = splitFields(text).map((line) => (index ? line.slice(1) : line));
  return { columns, rows: lines.map((line) => line.map(parseValue)) };
}

function toColumns(table: DataFrame): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    table.columns.map((name, column) => [
      name,
      Object.fromEntries(table.rows.map((row, i) => [i, row[column] ?? null])),
    ]),
  );
}

function fromColumns(content: unknown): DataFrame {
  if (typeof content !== 'object' || content === null)
    throw new Error('A table is a JSON object of columns.');
  const columns = Object.keys(content);
  const cells = Object.values(content as Record<string, Record<string, unknown>>);
  const keys = Object.keys(cells[0] ?? {});
  return { columns, rows: keys.map((key) => cells.map((column) => column[key] ?? null)) };
}

/** pandas' words for truth; nothing for what is missing. */
function formatValue(value: unknown): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' && !Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function parseValue(text: string): unknown {
  if (text === '') return null;
  if (text === 'True' || text === 'False') return text === 'True';
  if (text === 'inf' || text === '-inf') return text === 'inf' ? Infinity : -Infinity;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

function quoteField(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** One match a field: quoted or plain, then what ends it. */
function splitFields(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [all, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n"]*))(,|\r?\n|$)/g)) {
    if (all === '' && row.length === 0) break;
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
