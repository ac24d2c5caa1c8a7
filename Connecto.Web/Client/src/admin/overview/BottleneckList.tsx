import { CircleCheck, TriangleAlert } from 'lucide-react';
import { Section } from '../../ui/settings/Section';
import { LiveWaiting } from '../app/LiveWaiting';
import { useLive } from '../live/useLive';
import { type AdminTexts, useAdminTexts } from '../texts';

/** What the server says slows the cluster down. */
export function BottleneckList() {
  const t = useAdminTexts();
  const found = useLive().queries?.bottlenecks;
  return (
    <Section title={t.bottlenecks.title}>
      {!found && <LiveWaiting />}
      {found?.length === 0 && (
        <p className="fine">
          <CircleCheck size={20} aria-hidden />
          {t.bottlenecks.none}
        </p>
      )}
      <ul className="findings">
        {found?.map(({ rule, subject, detail }) => (
          <li key={rule + subject}>
            <TriangleAlert size={20} aria-hidden />
            <span>
              <strong>{ruleText(rule, t)}</strong> <code>{subject}</code>
              <span className="quiet" lang="en">
                {detail}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** A rule that a later server has goes by its own name. */
const ruleText = (rule: string, { bottlenecks: { rules } }: AdminTexts): string =>
  rule in rules ? rules[rule as keyof typeof rules] : rule;
