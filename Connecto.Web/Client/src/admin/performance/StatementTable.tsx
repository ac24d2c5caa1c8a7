import type { Wire } from '@connecto/client';
import { useState } from 'react';
import { useLanguage } from '../../ui/language';
import { Dialog } from '../../ui/parts/Dialog';
import { compact, milliseconds } from '../format';
import { DataTable } from '../tables/DataTable';
import { useAdminTexts } from '../texts';

type Statement = Wire['StatementFigures'];

/** What PostgreSQL itself counted of statements, of all servers and since its statistics were reset. */
export function StatementTable({ statements }: { statements: readonly Statement[] | undefined }) {
  const t = useAdminTexts().performance;
  const { language } = useLanguage();
  const [shown, setShown] = useState<Statement | null>(null);
  if (!statements) return <p className="quiet">{t.noStatements}</p>;
  return (
    <>
      <p className="quiet">{t.statementsHint}</p>
      <DataTable
        label={t.statements}
        rows={statements}
        keyOf={({ sql, calls }) => `${calls} ${sql}`}
        columns={[
          {
            name: t.statement,
            cell: (statement) => (
              <button type="button" className="link" onClick={() => setShown(statement)}>
                <code className="statement">{statement.sql.replaceAll(/\s+/g, ' ')}</code>
              </button>
            ),
          },
          { name: t.count, numeric: true, cell: ({ calls }) => compact(calls, language), sortBy: ({ calls }) => calls },
          { name: t.total, numeric: true, cell: ({ totalMs }) => milliseconds(totalMs, language), sortBy: ({ totalMs }) => totalMs },
          { name: t.mean, numeric: true, cell: ({ meanMs }) => milliseconds(meanMs, language), sortBy: ({ meanMs }) => meanMs },
          { name: t.rows, numeric: true, cell: ({ rows }) => compact(rows, language), sortBy: ({ rows }) => rows },
        ]}
      />
      {shown && (
        <Dialog title={t.statement} onClose={() => setShown(null)}>
          <pre className="sql" tabIndex={0}>
            {shown.sql}
          </pre>
        </Dialog>
      )}
    </>
  );
}
