import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface PageProps {
  title: ReactNode;
  icon?: LucideIcon;
  actions?: ReactNode;
  before?: ReactNode;
  children: ReactNode;
}

/** A place with a heading of its own that scrolls by itself. */
export function Page({ title, icon: Icon, actions, before, children }: PageProps) {
  return (
    <div className="page">
      <header className="page-head">
        {before}
        {Icon && <Icon size={24} aria-hidden />}
        <h1 className="clip">{title}</h1>
        {actions}
      </header>
      <div className="page-body">{children}</div>
    </div>
  );
}
