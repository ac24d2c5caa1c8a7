import { useState } from 'react';
import { useLanguage } from '../../ui/language';
import { useAdminTexts } from '../texts';
import type { Line } from './Chart';
import { eachMinute } from './scale';

interface ChartTableProps {
  title: string;
  times: readonly number[];
  lines: readonly Line[];
  text: (value: number | null | undefined) => string;
}

/** The same figures minute by minute, for who does not see the chart; made only while it is open. */
export function ChartTable({ title, times, lines, text }: ChartTableProps) {
  const t = useAdminTexts();
  const { language } = useLanguage();
  const [open, setOpen] = useState(false);
  return (
    <details className="chart-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary aria-label={t.live.tableOf(title)}>{t.live.table}</summary>
      {open && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t.live.time}</th>
              {lines.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {eachMinute(times).map((i) => (
              <tr key={times[i]}>
                <th scope="row">
                  {new Date(times[i]!).toLocaleTimeString(language, { hour: 'numeric', minute: '2-digit' })}
                </th>
                {lines.map(({ name, values }) => (
                  <td key={name}>{text(values[i])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}
