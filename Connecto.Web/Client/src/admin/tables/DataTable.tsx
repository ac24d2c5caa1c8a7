import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useState } from 'react';

export interface Column<T> {
  name: string;
  cell: (row: T) => ReactNode;
  numeric?: boolean;
  /** What rows are sorted by where this column's heading is pressed; without it they are not. */
  sortBy?: (row: T) => number | string;
}

interface DataTableProps<T> {
  label: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  keyOf: (row: T) => string;
  /** Shows no more than so many rows of those that come first. */
  most?: number;
}

/** A table that scrolls by itself where it is wider than the page, and is sorted by the headings that allow it. */
export function DataTable<T>({ label, rows, columns, keyOf, most = Infinity }: DataTableProps<T>) {
  const [sorted, setSorted] = useState<{ name: string; down: boolean } | null>(null);
  const sortBy = columns.find(({ name }) => name === sorted?.name)?.sortBy;
  const shown = sortBy ? rows.toSorted((a, b) => order(sortBy(a), sortBy(b)) * (sorted!.down ? -1 : 1)) : rows;
  return (
    <div className="table-scroll" role="region" aria-label={label} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            {columns.map(({ name, numeric, sortBy: sortable }) => {
              const direction = sorted?.name === name ? (sorted.down ? 'descending' : 'ascending') : undefined;
              const Arrow = direction === 'ascending' ? ArrowUp : ArrowDown;
              return (
                <th key={name} scope="col" data-numeric={numeric ? '' : undefined} aria-sort={direction}>
                  {sortable ? (
                    <button type="button" onClick={() => setSorted({ name, down: direction !== 'descending' })}>
                      {name}
                      {direction && <Arrow size={14} aria-hidden />}
                    </button>
                  ) : (
                    name
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {shown.slice(0, most).map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ name, cell, numeric }) => (
                <td key={name} data-numeric={numeric ? '' : undefined} className={numeric ? 'digits' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const order = (a: number | string, b: number | string): number =>
  typeof a === 'string' ? a.localeCompare(String(b)) : a - Number(b);
