import { useTexts } from '../language';
import { Avatar } from '../parts/Avatar';

interface MentionListProps {
  found: readonly { userId: string; displayName: string }[];
  at: number;
  choose: (index: number) => void;
}

/** Who may be meant by what stands behind the `@`. The focus stays in the field. */
export function MentionList({ found, at, choose }: MentionListProps) {
  const t = useTexts();
  return (
    <ul id="mention-list" className="mention-list" role="listbox" aria-label={t.talk.mention}>
      {found.map(({ userId, displayName }, index) => (
        <li
          key={userId}
          id={`mention-${index}`}
          role="option"
          aria-selected={index === at}
          onPointerDown={(event) => {
            event.preventDefault();
            choose(index);
          }}
        >
          <Avatar id={userId} name={displayName} size={28} />
          <span className="clip">{displayName}</span>
        </li>
      ))}
    </ul>
  );
}
