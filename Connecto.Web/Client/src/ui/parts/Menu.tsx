import type { LucideIcon } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { Floating } from './Floating';

export interface MenuItem {
  text: string;
  icon?: LucideIcon;
  keys?: string;
  danger?: boolean;
  onChoose: () => void;
}

interface MenuProps {
  anchor: Element | DOMRect;
  label: string;
  items: readonly MenuItem[];
  onClose: () => void;
}

export function Menu({ anchor, label, items, onClose }: MenuProps) {
  return (
    <Floating anchor={anchor} label={label} role="menu" className="menu" onClose={onClose}>
      <div onKeyDown={moveFocus}>
        {items.map(({ text, icon: Icon, keys, danger, onChoose }) => (
          <button
            key={text}
            type="button"
            role="menuitem"
            data-look={danger ? 'danger' : undefined}
            onClick={() => {
              onClose();
              onChoose();
            }}
          >
            {Icon && <Icon size={18} aria-hidden />}
            {text}
            {keys && <kbd aria-hidden>{keys}</kbd>}
          </button>
        ))}
      </div>
    </Floating>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  items[(next + items.length) % items.length]?.focus();
}
