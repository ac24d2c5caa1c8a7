import type { KeyboardEvent } from 'react';
import { emojiGroups } from './emoji';

const inRow = 8;

/** A grid in which the arrows move; a press or Enter chooses. */
export default function EmojiPicker({ onChoose }: { onChoose: (emoji: string) => void }) {
  return (
    <div onKeyDown={moveFocus}>
      {emojiGroups.map((group) => (
        <div key={group[0]} className="emoji-group">
          {group.map((emoji) => (
            <button key={emoji} type="button" onClick={() => onChoose(emoji)}>
              {emoji}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: inRow, ArrowUp: -inRow }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...event.currentTarget.querySelectorAll('button')];
  const at = all.indexOf(document.activeElement as HTMLButtonElement);
  all[Math.min(Math.max(at + step, 0), all.length - 1)]?.focus();
}
