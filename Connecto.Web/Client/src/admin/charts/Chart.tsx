import { type PointerEvent, useId, useState } from 'react';
import { useLanguage } from '../../ui/language';
import { none } from '../format';
import { keptMs } from '../live/sample';
import { useAdminTexts } from '../texts';
import { ChartTable } from './ChartTable';
import { type Frame, nearest, pathThrough, roundUp, xOf, yOf } from './scale';

export interface Line {
  name: string;
  values: readonly (number | null)[];
}

interface ChartProps {
  title: string;
  /** What the figures mean, where the title does not say it. */
  hint?: string;
  times: readonly number[];
  lines: readonly Line[];
  show: (value: number) => string;
  /** The chart is at least this high, so that a little noise does not look like a storm. */
  least?: number;
}

const size = { width: 320, height: 96 };
/** A chart begins where its figures do, though it is never of less than this. */
const leastMs = 2 * 60_000;

/** A figure of the last quarter of an hour: its value now (or where it is pointed at), its line, and all of it as a table. */
export function Chart({ title, hint, times, lines, show, least = 0 }: ChartProps) {
  const t = useAdminTexts();
  const { language } = useLanguage();
  const heading = useId();
  const [pointed, setPointed] = useState<number | null>(null);
  const to = times.at(-1) ?? 0;
  const known = lines.flatMap(({ values }) => values.filter((value) => value !== null));
  const from = Math.max(to - keptMs, Math.min(times[0] ?? to, to - leastMs));
  const frame: Frame = { ...size, from, to, top: roundUp(Math.max(least, ...known)) };
  const at = pointed === null ? times.length - 1 : nearest(times, pointed);
  const text = (value: number | null | undefined) => (value === null || value === undefined ? none : show(value));
  const clock = (time: number) => new Date(time).toLocaleTimeString(language);

  const point = ({ clientX, currentTarget }: PointerEvent<Element>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    setPointed(frame.from + ((clientX - left) / width) * (to - from));
  };
  const spoken = lines.map(({ name, values }) => `${name}: ${text(values.at(-1))}`).join(', ');

  return (
    <figure className="chart" aria-labelledby={heading}>
      <figcaption>
        <h3 id={heading}>{title}</h3>
        {hint && <p className="quiet">{hint}</p>}
      </figcaption>
      <dl className="chart-now">
        {lines.map(({ name, values }, i) => (
          <div key={name} data-line={i}>
            <dt className={lines.length === 1 ? 'unseen' : undefined}>{name}</dt>
            <dd className="digits">{text(values[at])}</dd>
          </div>
        ))}
        {pointed !== null && at >= 0 && <div className="chart-when quiet digits">{clock(times[at]!)}</div>}
      </dl>
      <div className="chart-area" onPointerMove={point} onPointerLeave={() => setPointed(null)}>
        <svg
          viewBox={`0 -4 ${size.width} ${size.height + 8}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={t.live.chart(title, spoken)}
        >
          <path className="chart-grid" d={[0, 0.5, 1].map((part) => `M0 ${part * size.height}H${size.width}`).join('')} />
          {lines.length === 1 && <Area times={times} values={lines[0]!.values} frame={frame} />}
          {lines.map(({ name, values }, i) => (
            <path key={name} className="chart-line" data-line={i} d={pathThrough(times, values, frame)} />
          ))}
          {pointed !== null && at >= 0 && (
            <path className="chart-cursor" d={`M${xOf(times[at]!, frame)} ${yOf(frame.top, frame)}V${size.height}`} />
          )}
        </svg>
        <span className="chart-top digits" aria-hidden>
          {show(frame.top)}
        </span>
      </div>
      <ChartTable title={title} times={times} lines={lines} text={text} />
    </figure>
  );
}

/** What is below a single line; as one with it only where all of it is known. */
function Area({ times, values, frame }: { times: readonly number[]; values: Line['values']; frame: Frame }) {
  const first = values.findIndex((value) => value !== null);
  if (first < 0 || values.slice(first).includes(null)) return null;
  const line = pathThrough(times, values, frame);
  return <path className="chart-below" d={`${line}L${size.width} ${size.height}L${xOf(times[first]!, frame)} ${size.height}Z`} />;
}
