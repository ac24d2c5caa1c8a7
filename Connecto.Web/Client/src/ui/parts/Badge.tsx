const most = 999;

interface BadgeProps {
  count: number;
  /** Says what is counted. */
  label: string;
  quiet?: boolean;
}

/** A count that wants attention; none is no badge, and one that stays at 999 reads `999+`. */
export function Badge({ count, label, quiet = false }: BadgeProps) {
  if (count <= 0) return null;
  return (
    <span className="badge digits" data-look={quiet ? 'quiet' : undefined}>
      <span aria-hidden>{count >= most ? `${most}+` : count}</span>
      <span className="unseen">{label}</span>
    </span>
  );
}
